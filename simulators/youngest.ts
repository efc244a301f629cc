/** How many objects of a kind a simulator keeps, so that no run is too long for it. */
export const MOST_KEPT = 1_000_000

/** Forgets the oldest entries of a map, many at a time, once it holds a tenth more than it may. */
export function keepYoungest<Key>(
  map: Map<Key, unknown>,
  most = MOST_KEPT,
  forget: (key: Key) => void = key => map.delete(key),
): void {
  if (map.size <= most * 1.1) return
  for (const key of map.keys()) {
    forget(key)
    if (map.size <= most) return
  }
}
