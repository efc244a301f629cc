/** Keeps a processor busy for as long as there is the process that wants it. */
const wanting = process.ppid
let numbers = 0
while (process.ppid === wanting)
  for (let i = 0; i < 10_000_000; i += 1) numbers = (numbers * 31 + 7) % 1_000_003
