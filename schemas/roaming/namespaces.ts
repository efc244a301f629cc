/** The namespace of the root elements of this API by profile (section 5.2.1; OMA's registry for `published`). */
export const NAMESPACES = {
  document: 'urn:oma:xml:rest:roamingProvisioning:1',
  published: 'urn:oma:xml:rest:netapi:roam:1',
} as const

/** The namespace of `requestError`, in every profile. */
export const COMMON_NAMESPACE = 'urn:oma:xml:rest:netapi:common:1'

/** A set of readings of the document. */
export type RoamingProfile = keyof typeof NAMESPACES
