import type { Random } from '../../harness/random.js'

/**
 * A synthetic Swedish personal identity number, YYYYMMDD-XXXX. Its birth numbers 238 and 239 are those that the tax
 * agency keeps for tests.
 */
export function identityNumber(random: Random): string {
  const two = (from: number, to: number): string => String(random.integer(from, to)).padStart(2, '0')
  const date = `19${two(50, 99)}${two(1, 12)}${two(1, 28)}`
  const birth = `23${random.integer(8, 9)}`
  return `${date}-${birth}${checkDigit(date.slice(2) + birth)}`
}

/** The same number with a check digit that is not its own. */
export function withWrongCheckDigit(number: string): string {
  return number.slice(0, -1) + ((Number(number.slice(-1)) + 1) % 10)
}

/** The digit after Luhn that follows these nine. */
function checkDigit(nine: string): number {
  const sum = Array.from(nine, (digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return product > 9 ? product - 9 : product
  }).reduce((total, digit) => total + digit, 0)
  return (10 - (sum % 10)) % 10
}
