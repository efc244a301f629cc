/** How requests are authenticated. */
export type Auth =
  | { readonly type: 'none' }
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | { readonly type: 'bearer'; readonly token: string }
  | {
      readonly type: 'apiKey'
      readonly in: 'header' | 'query' | 'cookie'
      readonly name: string
      readonly value: string
    }
  | {
      readonly type: 'oauth2'
      readonly tokenUrl: string
      readonly clientId: string
      readonly clientSecret: string
      readonly scope?: string
    }

/** Files for TLS: the authority that signed the server, and the client's own certificate with its key. */
export interface Tls {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/** Bounds of a run against one target. */
export interface Limits {
  /** Milliseconds until a request without an answer is given up. */
  readonly request: number
  /** Milliseconds until an asynchronous effect is given up. */
  readonly wait: number
  /** Requests per second, unlimited if absent. */
  readonly rate?: number
  /** Largest accepted body of an answer, in bytes. */
  readonly body: number
}

/** Where the harness listens for calls that the target makes, and under which URL the target reaches it. */
export interface Callback {
  /** `host:port`; port 0 takes a free one. */
  readonly listen: string
  readonly publicUrl?: string
}

/** What brings a target into the states that scenarios ask for. */
export type StageConfig = { readonly url: string } | { readonly module: string }

/** The facts of states, written down. */
export type Fixtures = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** One API of a target file, complete: every default is filled in. */
export interface TargetEntry {
  readonly url: string
  readonly auth: Auth
  readonly tls: Tls
  readonly proxy?: string
  readonly headers: Readonly<Record<string, string>>
  readonly profile: string
  /** Options that the implementation declines (`false`) or declares (`true`). */
  readonly capabilities: Readonly<Record<string, boolean>>
  readonly limits: Limits
  readonly callback?: Callback
  readonly stage?: StageConfig
  readonly fixtures?: Fixtures
  /** Settings that only one API has, such as the callsign of a Thunder plugin. */
  readonly options: Readonly<Record<string, unknown>>
}
