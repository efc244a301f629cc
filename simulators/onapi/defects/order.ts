import type { Defects } from '../../simulator.js'
import type { ServiceProvider } from '../core.js'
import {
  addressOf,
  customerOf,
  isObject,
  overlooking,
  productOf,
  refusing,
  type Members,
} from '../lenience.js'

const TIMES = ['orderDateTime', 'requestedDateTime'] as const
const IDS = ['coAccessId', 'productId', 'offeringId'] as const
const KNOWN = { coAccessId: 'access-activated', productId: 'broadband', offeringId: 'broadband-100' }
const RIGHT: Members = {
  ...KNOWN,
  operation: 'ACTIVATE',
  orderDateTime: '2021-05-03T20:31:15Z',
  requestedDateTime: '2099-05-06T00:01:00Z',
  customerDetails: {},
}

/** Ways to take an order whose fields are wrong, or to refuse one whose fields are right. */
export const orderDefects: Defects<ServiceProvider> = {
  'onapi.order.needs-mandatory-fields': [
    withoutField('operation'),
    withoutField('orderDateTime'),
    withoutField('coAccessId'),
    withoutField('productId'),
  ],
  'onapi.order.refuses-null-for-mandatory-fields': [
    overlooking('takes null for any mandatory field', order => {
      for (const field of Object.keys(RIGHT)) {
        const holder = field === 'productId' || field === 'offeringId' ? productOf(order) : order
        if (holder[field] === null) holder[field] = RIGHT[field]
      }
    }),
    overlooking('takes null as customerDetails', order => {
      if (order['customerDetails'] === null) order['customerDetails'] = {}
    }),
  ],
  'onapi.order.refuses-bad-ids': [
    overlooking('takes any text as an id', order => mendIds(order, id => typeof id === 'string')),
    overlooking('takes ids of 37 characters', order =>
      mendIds(order, id => typeof id === 'string' && id.length === 37),
    ),
    overlooking('takes empty ids', order => mendIds(order, id => id === '')),
    overlooking('takes ids that end with a line break', order =>
      mendIds(order, id => typeof id === 'string' && id.endsWith('\n')),
    ),
    overlooking('takes numbers as ids', order => mendIds(order, id => typeof id === 'number')),
  ],
  'onapi.order.cuts-no-ids': [
    overlooking('cuts ids to 36 characters', order => {
      for (const holder of [order, productOf(order)]) {
        for (const field of IDS) {
          const id = holder[field]
          if (typeof id === 'string' && id.length === 37 && !id.endsWith('\n'))
            holder[field] = id.slice(0, 36)
        }
      }
    }),
  ],
  'onapi.order.takes-ids-of-any-legal-length': [
    refusing('takes ids of 32 characters at most', order => String(order['coAccessId']).length > 32),
    refusing('needs ids of two characters', order => String(order['coAccessId']).length < 2),
  ],
  'onapi.order.takes-activate-only': [
    overlooking('takes operations in any case', order => {
      if (order['operation'] === 'activate') order['operation'] = 'ACTIVATE'
    }),
    overlooking('takes the place of an operation in the list', order => {
      if (order['operation'] === 0) order['operation'] = 'ACTIVATE'
    }),
    overlooking('takes any operation', order => {
      if (typeof order['operation'] === 'string') order['operation'] = 'ACTIVATE'
    }),
  ],
  'onapi.order.refuses-what-is-no-date-time': [
    overlooking('takes dates without a time', order => mendTimes(order, /^\d{4}-\d\d-\d\d$/)),
    overlooking('takes times without seconds', order => mendTimes(order, /T\d\d:\d\dZ$/)),
    overlooking('takes words for requestedDateTime', order => {
      if (order['requestedDateTime'] === 'soon') order['requestedDateTime'] = RIGHT['requestedDateTime']
    }),
    overlooking('overlooks what follows a time', order => mendTimes(order, /Z.+$/)),
    overlooking('takes a comma before the fraction', order => mendTimes(order, /,\d+Z$/)),
    overlooking('takes times as HTTP writes them', order => mendTimes(order, / GMT$/)),
    overlooking('takes numbers as times', order => {
      for (const field of TIMES) if (typeof order[field] === 'number') order[field] = RIGHT[field]
    }),
  ],
  'onapi.order.refuses-impossible-times': [
    overlooking('takes the 29th of February of any year', order => mendTimes(order, /-02-29T/)),
    overlooking('takes a 31st of every month', order => mendTimes(order, /-31T/)),
    overlooking('takes a leap day in every fourth year', order => mendTimes(order, /^(1900|2100)-02-29/)),
    overlooking('takes any hour', order => mendTimes(order, /T2[4-9]:/)),
  ],
  'onapi.order.takes-utc-only': [
    overlooking('takes times with any offset', order => mendTimes(order, /[+-]\d\d:\d\d$/)),
    overlooking('takes times without a zone', order => mendTimes(order, /T\d\d:\d\d:\d\d$/)),
  ],
  'onapi.order.takes-fractions': [
    refusing('takes no fractional seconds', order => TIMES.some(field => String(order[field]).includes('.'))),
    refusing('takes three digits at most', order =>
      TIMES.some(field => /\.\d{4}Z/.test(String(order[field]))),
    ),
  ],
  'onapi.order.refuses-long-fractions': [
    overlooking('takes any number of digits', order => mendTimes(order, /\.\d{5,}Z$/)),
  ],
  'onapi.order.takes-any-possible-time': [
    refusing('takes no 31st', order => TIMES.some(field => /-31T12/.test(String(order[field])))),
    refusing('takes no midnight', order => String(order['orderDateTime']).includes('T00:00:00')),
    refusing('takes times that fit into 32 bits', order =>
      TIMES.some(field => Date.parse(String(order[field])) >= 2 ** 31 * 1000),
    ),
    refusing('takes times since 1970', order => String(order['orderDateTime']) < '1970'),
  ],
  'onapi.order.takes-leap-days': [
    refusing('takes no leap day', order => TIMES.some(field => String(order[field]).includes('-02-29T'))),
    refusing('takes no leap day of a century', order =>
      TIMES.some(field => String(order[field]).startsWith('2000-02-29')),
    ),
  ],
  'onapi.order.takes-leap-seconds': [
    refusing('takes no leap second', order => String(order['orderDateTime']).includes(':60Z')),
    refusing('takes leap seconds in December only', order =>
      String(order['orderDateTime']).includes('06-30T23:59:60Z'),
    ),
  ],
  'onapi.order.refuses-leap-seconds-at-other-times': [
    overlooking('takes a sixtieth second at any time', order => mendTimes(order, /:60Z$/)),
  ],

  'onapi.customer.is-an-object': [
    overlooking('does not look at customerDetails that are no object', order => {
      if (
        order['customerDetails'] !== null &&
        'customerDetails' in order &&
        !isObject(order['customerDetails'])
      ) {
        order['customerDetails'] = {}
      }
    }),
  ],
  'onapi.customer.identified-is-boolean': [
    overlooking('takes "true" in quotes', order => {
      if (customerOf(order)['identifiedCustomer'] === 'true') customerOf(order)['identifiedCustomer'] = true
    }),
    overlooking('takes 1 for true', order => {
      if (customerOf(order)['identifiedCustomer'] === 1) customerOf(order)['identifiedCustomer'] = true
    }),
    overlooking('takes an empty text for no answer', order => {
      if (customerOf(order)['identifiedCustomer'] === '') delete customerOf(order)['identifiedCustomer']
    }),
    overlooking('takes identifiedCustomer of any type', order => {
      customerOf(order)['identifiedCustomer'] = true
    }),
  ],
  'onapi.customer.takes-unidentified': [
    refusing('needs an identified customer', order => customerOf(order)['identifiedCustomer'] === false),
  ],
  'onapi.customer.text-is-a-string': [
    overlooking('takes texts of any type', order =>
      mendTexts(order, text => typeof text !== 'string' && text !== null),
    ),
    overlooking('takes a streetNumber as a number', order => {
      const address = addressOf(order)
      if (typeof address['streetNumber'] === 'number')
        address['streetNumber'] = String(address['streetNumber'])
    }),
  ],
  'onapi.customer.text-has-at-most-255-characters': [
    overlooking('takes texts of any length', order =>
      mendTexts(order, text => typeof text === 'string' && text.length > 255),
    ),
    overlooking('takes texts of 256 characters', order =>
      mendTexts(order, text => typeof text === 'string' && text.length === 256),
    ),
    overlooking('does not look at the length of city', order => {
      if (String(addressOf(order)['city']).length > 255) addressOf(order)['city'] = 'Lund'
    }),
  ],
  'onapi.customer.text-may-have-255-characters': [
    refusing('counts bytes', order =>
      textsOf(order).some(([holder, field]) => Buffer.byteLength(String(holder[field])) > 255),
    ),
    refusing('takes 254 characters at most', order =>
      textsOf(order).some(([holder, field]) => String(holder[field]).length > 254),
    ),
  ],
  'onapi.customer.takes-any-postal-code': [
    refusing('takes no postal code that begins with 9', order =>
      String(addressOf(order)['postalCode']).startsWith('9'),
    ),
    refusing('takes no postal code that begins with 1', order => addressOf(order)['postalCode'] === '11122'),
  ],
  'onapi.customer.takes-any-text': [
    refusing('refuses apostrophes', order =>
      textsOf(order).some(([holder, field]) => String(holder[field]).includes("'")),
    ),
    refusing('refuses letters of four bytes', order =>
      textsOf(order).some(([holder, field]) => /[\u{10000}-\u{10ffff}]/u.test(String(holder[field]))),
    ),
    refusing('takes house numbers of digits only', order =>
      String(addressOf(order)['streetNumber']).includes(' A'),
    ),
  ],
  'onapi.customer.text-may-be-empty': [
    refusing('needs a text in every detail that is there', order => addressOf(order)['streetLittera'] === ''),
  ],
  'onapi.customer.phone-is-e164': [
    overlooking('takes customerPhone as it comes', order => delete customerOf(order)['customerPhone']),
    overlooking('takes an empty telephone number', order => mendPhones(order, /^$/)),
    overlooking('takes two zeros for a plus', order => mendPhones(order, /^00\d+$/)),
    overlooking('takes telephone numbers without a plus', order => mendPhones(order, /^\d+$/)),
    overlooking('takes telephone numbers with spaces', order => mendPhones(order, /^\+[\d -]+$/)),
    overlooking('takes telephone numbers that end with a line break', order =>
      mendPhones(order, /^\+\d+\n$/),
    ),
  ],
  'onapi.customer.takes-any-phone': [
    refusing('takes Swedish telephone numbers alone', order =>
      phonesOf(order).some(phone => !phone.startsWith('+46')),
    ),
    refusing('takes telephone numbers of up to twelve digits', order =>
      phonesOf(order).some(phone => phone.length > 13),
    ),
  ],
  'onapi.customer.postal-code-has-five-digits': [
    overlooking('takes a postal code as it comes', order => delete addressOf(order)['postalCode']),
    overlooking('takes the digits of any script', order => mendPostalCode(order, /^\p{Nd}*[^0-9]\p{Nd}*$/u)),
    overlooking('takes an empty postal code', order => mendPostalCode(order, /^$/)),
    overlooking('takes a postal code that ends with a line break', order =>
      mendPostalCode(order, /^\d{5}\n$/),
    ),
    overlooking('takes a leading zero', order => mendPostalCode(order, /^0\d{4}$/)),
    overlooking('takes a space within', order => mendPostalCode(order, /^\d{3} \d\d$/)),
    overlooking('takes what begins with five digits', order => mendPostalCode(order, /^[1-9]\d{4}./)),
  ],
  'onapi.customer.invoice-details-is-an-object': [
    overlooking('does not look at invoiceDetails that are no object', order => {
      if (!isObject(customerOf(order)['invoiceDetails'])) delete customerOf(order)['invoiceDetails']
    }),
  ],
  'onapi.customer.optional-details-may-be-missing': [
    refusing('needs a customerPhone', order => customerOf(order)['customerPhone'] === undefined),
    refusing('takes no null', order => addressOf(order)['streetLittera'] === null),
  ],
}

function withoutField(field: string) {
  return overlooking(`takes an order without ${field}`, order => {
    const holder = field === 'productId' || field === 'offeringId' ? productOf(order) : order
    if (!(field in holder)) holder[field] = RIGHT[field]
  })
}

function mendIds(order: Members, wrong: (id: unknown) => boolean): void {
  for (const field of IDS) {
    const holder = field === 'coAccessId' ? order : productOf(order)
    if (field in holder && wrong(holder[field])) holder[field] = idLike(holder, field)
  }
}

/** An id that fits the others: the right one where only something at its end was too much. */
function idLike(holder: Members, field: (typeof IDS)[number]): string {
  const id = holder[field]
  if (typeof id === 'string' && id.endsWith('\n')) return id.slice(0, -1)
  if (field === 'productId') holder['offeringId'] = KNOWN.offeringId
  if (field === 'offeringId') holder['productId'] = KNOWN.productId
  return KNOWN[field]
}

function mendTimes(order: Members, wrong: RegExp): void {
  for (const field of TIMES) {
    const time = order[field]
    if (typeof time === 'string' && wrong.test(time)) order[field] = RIGHT[field]
  }
}

function textsOf(order: Members): [Members, string][] {
  const customer = customerOf(order)
  const address = addressOf(order)
  return [
    ...['personalIdentityNumber', 'customerFirstname', 'customerLastName', 'customerEmail'].map(
      (field): [Members, string] => [customer, field],
    ),
    ...['streetName', 'streetNumber', 'streetLittera', 'city'].map((field): [Members, string] => [
      address,
      field,
    ]),
  ].filter(([holder, field]) => field in holder)
}

function mendTexts(order: Members, wrong: (text: unknown) => boolean): void {
  for (const [holder, field] of textsOf(order)) if (wrong(holder[field])) delete holder[field]
}

function mendPhones(order: Members, wrong: RegExp): void {
  const customer = customerOf(order)
  for (const field of ['customerPhone', 'customerMobilePhone']) {
    const phone = customer[field]
    if (typeof phone === 'string' && wrong.test(phone)) delete customer[field]
  }
}

function phonesOf(order: Members): string[] {
  const { customerPhone, customerMobilePhone } = customerOf(order)
  return [customerPhone, customerMobilePhone].filter(phone => typeof phone === 'string')
}

function mendPostalCode(order: Members, wrong: RegExp): void {
  const { postalCode } = addressOf(order)
  if (typeof postalCode === 'string' && wrong.test(postalCode)) delete addressOf(order)['postalCode']
}
