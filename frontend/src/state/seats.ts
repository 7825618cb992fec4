/** The seats that this browser holds, so that `/` can list them. The cookies prove them; this is only a list of names. */
export interface HeldSeat { seat: string; name: string; negotiation: string; party: string }
const KEY = 'adref:seats'

export function heldSeats(): HeldSeat[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isSeat) : []
  } catch {
    return []
  }
}

export function holdSeat(seat: HeldSeat): void {
  const others = heldSeats().filter(s => s.seat !== seat.seat)
  localStorage.setItem(KEY, JSON.stringify([seat, ...others].slice(0, 40)))
}

export function dropSeat(seat: string): void {
  localStorage.setItem(KEY, JSON.stringify(heldSeats().filter(s => s.seat !== seat)))
}

function isSeat(value: unknown): value is HeldSeat {
  return typeof value === 'object' && value !== null && 'seat' in value && typeof value.seat === 'string'
}
