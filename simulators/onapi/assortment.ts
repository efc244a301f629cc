/** What a provider makes of an order: an error, a refusal for the customer, or the operator's service to order. */
export type Decision =
  { readonly cause: string } | { readonly rejection: string } | { readonly service: string }

interface Offering {
  readonly productId: string
  readonly service: string
  readonly sold: boolean
}

/** What a provider sells and where: accesses, products, and offerings, each of which belongs to one product. */
export class Assortment {
  readonly accesses = new Set(['access-activated', 'access-received', 'access-occupied'])
  readonly products = new Set<string>()
  private readonly offerings = new Map<string, Offering>()

  constructor() {
    this.offer('broadband', 'broadband-100', 'BB-100-100')
    this.offer('broadband', 'broadband-10', 'BB-10-10', false)
    this.offer('television', 'television-all', 'TV-ALL')
  }

  /** Adds an offering, and its product if need be. */
  offer(productId: string, offeringId: string, service: string, sold = true): void {
    this.products.add(productId)
    this.offerings.set(offeringId, { productId, service, sold })
  }

  decide(coAccessId: string, productId: string, offeringId: string): Decision {
    if (!this.accesses.has(coAccessId)) return { cause: 'coAccessId is not a known access.' }
    if (!this.products.has(productId)) return { cause: 'productId is not a known product.' }
    const offering = this.offerings.get(offeringId)
    if (offering === undefined) return { cause: 'offeringId is not a known offering.' }
    if (offering.productId !== productId) return { cause: 'offeringId is not an offering of this product.' }
    if (!offering.sold) return { rejection: 'We are sorry, this offer is no longer available.' }
    return { service: offering.service }
  }
}
