declare module 'virtual:messages/*' {
  const messages: Record<string, import('./formatting').Message>
  export default messages
}
