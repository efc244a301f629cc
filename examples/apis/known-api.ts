import type { Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import type { Exchange } from '../blocks/pairing.js'
import type { Document } from '../reading/document.js'

/** The examples of a document. */
export interface Examples {
  readonly document: Document
  readonly examples: readonly Example[]
  readonly exchanges: readonly Exchange[]
}

/** What is known of an API whose rules and shapes this project has. */
export interface KnownApi {
  readonly name: string
  /** Words that only documents of this API have. */
  readonly signs: readonly RegExp[]
  /** What disagrees with the shapes and rules of the API. */
  judge(examples: Examples): Finding[]
}
