/** How long an invitation link holds. */
export const EXPIRIES = ['none', 'day', 'week', 'month'] as const
export type Expiry = (typeof EXPIRIES)[number]
const DAYS: Record<Exclude<Expiry, 'none'>, number> = { day: 1, week: 7, month: 31 }

/** The instant (ISO 8601, UTC) at which a link made now ends; null when it has no end. */
export function expiryOf(expiry: Expiry, now: Date): string | null {
  return expiry === 'none' ? null : new Date(now.getTime() + DAYS[expiry] * 86_400_000).toISOString()
}
