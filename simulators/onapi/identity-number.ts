/** Whether the last ten digits of an identity number, its check digit included, fulfil Luhn (mod 10). */
export function hasRightCheckDigit(number: string): boolean {
  const digits = number.replaceAll(/\D/g, '').slice(-10)
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const weighed = Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 2)
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return digits.length === 10 && sum % 10 === 0
}
