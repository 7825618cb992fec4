/** Golden cases that both languages run; written by the Python reference (tests/golden/make.py). */
import { readFileSync } from 'node:fs'

export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/${name}.json`, import.meta.url), 'utf8')) as T
}
