/** The two parts that the pages get from outside: the live room, and the editor. Chosen in main.ts (and by the harness of the tests). */
import { createContext, type Component } from 'svelte'
import type { Room } from '../connection/types'
import type { EditorHandle, EditorOptions } from '../editor/types'
import type { Me } from '../state/api'

export interface Parts {
  /** The page of a meeting, with all beneath it. */
  meetingPage(): Promise<Component<{ seat: string; text: string }>>
  openRoom(me: Me, text: string): Promise<Room> | Room
  createEditor(host: HTMLElement, options: EditorOptions): Promise<EditorHandle> | EditorHandle
}

export const [getParts, setParts] = createContext<Parts>()
