import { writeGeneratedFiles } from './generate.js'

await writeGeneratedFiles()
