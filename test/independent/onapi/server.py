"""
A service provider's order endpoint in Python's standard library alone, written from the document, the formats and
responses that it cites, and the companion. It places its orders at the communication operator that its stage names.
With --flaw it is wrong in one way, with --variation it is other and still right; --list prints both.
"""

import argparse
import base64
import calendar
import html
import http.client
import json
import random
import re
import string
import sys
import threading
import time
import unicodedata
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from defects import FLAWS, RELEASED, VARIATIONS

ON = set()


def on(*names):
    return any(name in ON for name in names)


class Refusal(Exception):
    def __init__(self, status, cause, **fields):
        super().__init__(cause)
        self.status = status
        self.cause = cause
        self.fields = fields


def refuse(cause):
    raise Refusal(422 if on('missing-is-422') and 'missing' in cause else 400, cause)


# Formats.

ID = re.compile(r'[-0-9a-zA-Z.]{1,36}')
DATE = re.compile(r'(\d{4})-(\d\d)-(\d\d)([Tt ])(\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)?', re.ASCII)


LAX_DATES = {
    'date-basic': r'\d{8}T\d{6}Z',
    'date-without-seconds': r'\d{4}-\d\d-\d\dT\d\d:\d\dZ',
    'date-of-week': r'\d{4}-W\d\d-\d(T[\d:]{8}Z)?',
    'date-with-comma': r'\d{4}-\d\d-\d\dT[\d:]{8},\d+Z',
    'date-of-http': r'\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT',
    'date-without-zeros': r'(?!.{20})\d{4}-\d{1,2}-\d{1,2}T\d{1,2}:\d{1,2}:\d{1,2}Z',
    'date-empty': r'',
    'date-with-rest': r'\d{4}-\d\d-\d\dT[\d:]{8}Z.+',
    'date-trimmed': r'\s+\d{4}-\d\d-\d\dT[\d:]{8}Z\s*|\d{4}-\d\d-\d\dT[\d:]{8}Z\s+',
    'date-digits-of-all-scripts': r'(?=.*[^\0-\x7f])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z',
    'date-ends-without-digits': r'\d{4}-\d\d-\d\dT[\d:]{8}\.Z',
}
LAX_IDS = {
    'id-letters-to-z': r'[-0-9A-z.]{1,36}',
    'id-plus-to-dot': r'[+-.0-9a-zA-Z]{1,36}',
}


def check_id(name, value):
    """Gives the id that is meant."""
    if on('id-boolean') and isinstance(value, bool) or on('product-unchecked') and name == 'productId':
        return value
    if isinstance(value, str):
        if on('id-by-line') and re.search(r'^[-0-9a-zA-Z.]{1,36}$', value, re.M):
            return value
        if on('id-anywhere') and ID.search(value):
            return value
        if any(on(flaw) and re.fullmatch(pattern, value) for flaw, pattern in LAX_IDS.items()):
            return value
        if on('id-cut'):
            value = value[:36]
    if on('id-number') and isinstance(value, int):
        return '#%d' % value
    if on('offering-unchecked') and name == 'offeringId' or on('access-unchecked') and name == 'coAccessId':
        return value
    if not isinstance(value, str):
        refuse(name + ' is no string')
    if on('id-trimmed'):
        value = value.strip()
    lengths = range(1, 37)
    if on('id-37'):
        lengths = range(1, 38)
    if on('id-endless'):
        lengths = range(1, 10**6)
    if on('id-35'):
        lengths = range(1, 36)
    if on('id-two-or-more'):
        lengths = range(2, 37)
    if on('id-empty'):
        lengths = range(0, 37)
    letters = '[-0-9a-zA-Z.'
    if on('id-underscore'):
        letters += '_'
    if on('id-blank'):
        letters += ' '
    if on('id-unicode'):
        letters += r'\w'
    if on('id-no-dot'):
        letters = '[-0-9a-zA-Z'
    if on('id-no-upper-case'):
        letters = '[-0-9a-z.'
    probe = value[:-1] if on('id-line-end') and value.endswith('\n') else value
    if on('id-32') and not re.fullmatch('[0-9a-f]{32}', probe):
        refuse(name + ' is no id')
    if len(probe) not in lengths or not re.fullmatch(letters + ']*', probe):
        refuse(name + ' is no id')
    return probe


def check_date(name, value):
    if on('date-epoch') and isinstance(value, (int, float)):
        return
    if on('date-unchecked-requested') and name == 'requestedDateTime' or on('date-unchecked-order') and name == 'orderDateTime':
        return
    if not isinstance(value, str):
        refuse(name + ' is no string')
    if on('date-alone') and re.fullmatch(r'\d{4}-\d\d-\d\d', value):
        return
    if any(on(flaw) and re.fullmatch(pattern, value) for flaw, pattern in LAX_DATES.items()):
        return
    found = DATE.fullmatch(value)
    if not found:
        refuse(name + ' is no dateTime')
    year, month, day = (int(part) for part in found.groups()[:3])
    hour, minute, second = (int(part) for part in found.groups()[4:7])
    letter, fraction, zone = found.group(4), found.group(8), found.group(9)
    if letter == ' ' and not on('date-blank-taken'):
        refuse(name + ' has a blank for T')
    if (letter == 't' or zone == 'z') and on('lower-case-t-refused'):
        refuse(name + ' is in lower case')
    if zone is None and not on('date-local'):
        refuse(name + ' has no zone')
    if zone and zone not in 'Zz' and not on('date-offset'):
        if zone not in ('+00:00', '-00:00') or on('offset-zero-refused'):
            refuse(name + ' is not in UTC')
    if fraction and (on('date-no-fraction') or on('date-three-digits') and len(fraction) > 4 or on('date-of-milliseconds') and len(fraction) != 4):
        refuse(name + ' has a fraction')
    if fraction and len(fraction) > 5 and not on('date-more-digits'):
        refuse(name + ' has too many digits')
    days = calendar.monthrange(year, month)[1] if year and 1 <= month <= 12 else 0
    if on('date-february-29') and month == 2:
        days = 28
    if on('date-february-30') or on('date-month-13') and month > 12:
        days = 31
    if on('date-february-29-of-any-year') and month == 2:
        days = 29
    if on('date-zero') and 0 in (month, day):
        month = day = 1
        days = 31
    if on('date-day-31-refused') and day == 31 or on('date-midnight-refused') and (hour, minute, second) == (0, 0, 0):
        refuse(name + ' is no time')
    if on('date-2038') and year > 2037 or on('date-before-1970-refused') and year < 1970:
        raise OverflowError(name)
    if not 1 <= day <= days:
        refuse(name + ' is no day')
    leap = second == 60 and ((day, minute, hour) == (days, 59, 23) or on('leap-second-anywhere')) and not on('date-no-leap-second')
    if on('date-second-61') and second == 61:
        second = 59
    if on('date-minute-60') and minute == 60:
        minute = 59
    if hour > (24 if on('date-hour-24') else 23) or minute > 59 or second > 59 and not leap:
        refuse(name + ' is no time')


def check_text(name, value):
    if on('text-number') and isinstance(value, int) and not isinstance(value, bool):
        return
    if on('text-last-name-unchecked') and name == 'customerLastName':
        return
    if on('text-boolean') and isinstance(value, bool) or on('text-object') and isinstance(value, (dict, list)):
        return
    if on('text-street-unchecked') and name == 'streetName':
        return
    if not isinstance(value, str):
        refuse(name + ' is no string')
    if on('text-empty-refused') and value == '':
        refuse(name + ' is empty')
    if on('text-astral-500') and any(ord(letter) > 0xFFFF for letter in value):
        raise ValueError('Incorrect string value for column ' + name)
    if on('text-nul-500') and '\0' in value:
        raise ValueError('A string literal cannot contain NUL characters.')
    if on('text-apostrophe-403') and "'" in value:
        raise Refusal(403, 'blocked')
    if on('text-littera-5') and name == 'streetLittera' and len(value) > 5 or on('text-email-100') and name == 'customerEmail' and len(value) > 100:
        refuse(name + ' is too long')
    if on('street-number-digits') and name == 'streetNumber' and not value.isdigit():
        refuse(name + ' is no number')
    if on('text-counts-utf-16'):
        value = value + ' ' * sum(ord(letter) > 0xFFFF for letter in value)
    most = 256 if on('text-256') else 254 if on('text-254') else 10**9 if on('text-endless') else 255
    if (len(value.encode('utf-8', 'replace')) if on('text-255-bytes') else len(value)) > most:
        refuse(name + ' is too long')
    if on('text-ascii') and not value.isascii():
        refuse(name + ' has strange letters')


def check_phone(name, value):
    if on('phone-mobile-unchecked') and name == 'customerMobilePhone':
        return
    if on('phone-number') and isinstance(value, int):
        return
    if not isinstance(value, str):
        refuse(name + ' is no string')
    pattern = r'\+[0-9]+'
    if on('phone-no-plus'):
        pattern = r'\+?[0-9]+'
    if on('phone-blanks'):
        pattern = r'\+[0-9 -]+'
        value = value.strip()
    if on('phone-only-swedish'):
        pattern = r'\+46[0-9]+'
    if on('phone-max-10'):
        pattern = r'\+[0-9]{1,10}'
    if on('phone-plus-alone'):
        pattern = r'\+[0-9]*'
    if on('phone-empty'):
        pattern = r'(\+[0-9]+)?'
    if on('phone-line-end'):
        pattern = r'\+[0-9]+\n?'
    if on('phone-digits-of-all-scripts'):
        pattern = r'\+\d+'
    if on('phone-two-zeros'):
        pattern = r'(\+|00)[0-9]+'
    if on('phone-extension'):
        pattern = r'\+[0-9]+.*'
    if on('phone-plausible'):
        pattern = r'\+[1-9][0-9]{6,14}'
    if not re.fullmatch(pattern, value):
        refuse(name + ' is no phone number')


def check_postal_code(name, value):
    if on('postal-code-number') and isinstance(value, int):
        value = str(value)
    if not isinstance(value, str):
        refuse(name + ' is no string')
    pattern = '[1-9][0-9]{4}'
    if on('postal-code-zero'):
        pattern = '[0-9]{5}'
    if on('postal-code-six'):
        pattern = '[1-9][0-9]{4,5}'
    if on('postal-code-blank'):
        pattern = '[1-9][0-9]{2} ?[0-9]{2}'
    if on('postal-code-unicode'):
        pattern = r'[1-9]\d{4}'
    if on('postal-code-line-end'):
        pattern = '[1-9][0-9]{4}\n?'
    if on('postal-code-empty'):
        pattern = '([1-9][0-9]{4})?'
    if on('postal-code-country'):
        pattern = '(SE-)?[1-9][0-9]{4}'
    if on('postal-code-four'):
        pattern = '[1-9][0-9]{3,4}'
    if on('postal-code-nine-refused'):
        pattern = '[1-8][0-9]{4}'
    if on('postal-code-letters'):
        pattern = '[0-9A-Za-z -]{3,10}'
    if not re.fullmatch(pattern, value):
        refuse(name + ' is no postal code')


def check_boolean(name, value):
    if on('identified-text') and value in ('true', 'false') or on('identified-number') and value in (0, 1):
        return
    if on('identified-empty') and value == '' or on('identified-yes') and value in ('yes', 'on', 'TRUE', 'True', 'Y'):
        return
    if not isinstance(value, bool):
        refuse(name + ' is no boolean')
    if on('identified-false-missing') and not value:
        refuse(name + ' is missing')


CUSTOMER = {
    'identifiedCustomer': check_boolean,
    'personalIdentityNumber': check_text,
    'organizationNumber': check_text,
    'organizationName': check_text,
    'firstName': check_text,
    'firstname': check_text,
    'lastName': check_text,
    'phone': check_phone,
    'mobilePhone': check_phone,
    'email': check_text,
    'customerFirstname': check_text,
    'customerLastName': check_text,
    'customerPhone': check_phone,
    'customerMobilePhone': check_phone,
    'customerEmail': check_text,
}
INVOICE = {
    'streetName': check_text,
    'streetNumber': check_text,
    'streetLittera': check_text,
    'postalCode': check_postal_code,
    'city': check_text,
}
LATER = {'organizationNumber', 'organizationName', 'firstName', 'firstname', 'lastName', 'phone', 'mobilePhone', 'email'}


def released():
    return on('released', 'released-state', *RELEASED)


def check_members(found, table):
    for name, check in table.items():
        if (name in LATER) and not released():
            continue
        value = found.get(name)
        if value is None:
            if name in found and on('optional-null-refused'):
                refuse(name + ' is null')
            continue
        check(name, value)
    if on('unknown-members-refused'):
        known = set(table) | {'invoiceDetails'} - (set() if released() else LATER)
        for name in found:
            if name not in known:
                refuse('unknown member ' + name)


def luhn(number):
    digits = [int(digit) for digit in re.sub(r'\D', '', number)[-10:]]
    total = sum(sum(divmod(digit * (2 - index % 2), 10)) for index, digit in enumerate(digits))
    return len(digits) == 10 and total % 10 == 0


def check_customer(customer):
    if on('customer-text') and isinstance(customer, str) or on('customer-array') and isinstance(customer, list):
        return
    if on('customer-number') and isinstance(customer, (int, float)):
        return
    if not isinstance(customer, dict):
        refuse('customerDetails is no object')
    if on('customer-empty-500') and not customer:
        raise KeyError('customerFirstname')
    if on('customer-needs-identified') and 'identifiedCustomer' not in customer and not released():
        refuse('identifiedCustomer is missing')
    if on('customer-needs-number') and not customer.get('personalIdentityNumber'):
        refuse('personalIdentityNumber is missing')
    if on('customer-unchecked'):
        return
    check_members(customer, CUSTOMER)
    if on('customer-needs-name') and not released():
        if not customer.get('customerFirstname') or not customer.get('customerLastName'):
            refuse('a name is missing')
    email = customer.get('customerEmail')
    if on('customer-needs-email-syntax') and email and '@' not in email:
        refuse('customerEmail is no address')
    number = customer.get('personalIdentityNumber')
    if (on('customer-needs-luhn') or released() and not on('released-number-unchecked')) and number and not luhn(number):
        refuse('personalIdentityNumber is not valid')
    if 'invoiceDetails' not in customer:
        return
    invoice = customer['invoiceDetails']
    if invoice is None and on('invoice-null-500'):
        raise TypeError('invoiceDetails')
    if invoice is None and not on('optional-null-refused') or on('invoice-array') and isinstance(invoice, list):
        return
    if on('invoice-text') and isinstance(invoice, str):
        return
    if not isinstance(invoice, dict):
        refuse('invoiceDetails is no object')
    if on('optional-missing-refused') and 'streetLittera' not in invoice:
        refuse('streetLittera is missing')
    if not on('invoice-unchecked'):
        check_members(invoice, INVOICE)


OPTIONAL = {
    'access-optional': 'coAccessId',
    'operation-optional': 'operation',
    'order-date-optional': 'orderDateTime',
    'requested-date-optional': 'requestedDateTime',
    'customer-optional': 'customerDetails',
    'products-optional': 'products',
    'product-optional': 'productId',
    'offering-optional': 'offeringId',
}
NULLABLE = {'operation-null': 'operation', 'order-date-null': 'orderDateTime', 'products-null': 'products', 'product-null': 'productId', 'access-null': 'coAccessId', 'requested-date-null': 'requestedDateTime', 'customer-null': 'customerDetails', 'offering-null': 'offeringId'}


def has(found, name):
    """Whether a mandatory member is there, or may be missing wrongly."""
    if found.get(name) is not None:
        if found[name] == '' and name == 'operation' and on('operation-empty'):
            return False
        return True
    if any(on(flaw) and member == name and name not in found for flaw, member in OPTIONAL.items()):
        return False
    if any(on(flaw) and member == name and name in found for flaw, member in NULLABLE.items()):
        return False
    if on('missing-is-rejected'):
        raise Decided('REJECTED', 'Something is missing.')
    if on('missing-is-500'):
        raise KeyError(name)
    refuse(name + ' is missing')


class Plain(Exception):
    """A page that a framework answers by itself."""

    def __init__(self, status, page):
        super().__init__(page)
        self.status = status
        self.page = page


class Decided(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


def kept_customer(customer):
    """What a database makes of a customer."""
    if not isinstance(customer, dict):
        return customer
    customer = dict(customer)
    if on('keeps-phones-swapped'):
        customer['customerPhone'], customer['customerMobilePhone'] = customer.get('customerMobilePhone'), customer.get('customerPhone')
    if on('keeps-identified-true') and customer.get('identifiedCustomer') is False:
        customer['identifiedCustomer'] = True
    if on('keeps-cut-texts'):
        customer = {name: value[:100] if isinstance(value, str) else value for name, value in customer.items()}
    if on('keeps-html'):
        customer = {name: html.escape(value) if isinstance(value, str) else value for name, value in customer.items()}
    if on('keeps-decomposed'):
        customer = {name: unicodedata.normalize('NFD', value) if isinstance(value, str) else value for name, value in customer.items()}
    if on('keeps-phone-without-plus'):
        customer = {name: value.lstrip('+') if isinstance(value, str) and 'Phone' in name else value for name, value in customer.items()}
    if on('keeps-capitals'):
        customer = {name: value.title() if isinstance(value, str) and 'ame' in name else value for name, value in customer.items()}
    invoice = customer.get('invoiceDetails')
    if isinstance(invoice, dict):
        if on('keeps-postal-code-in-city'):
            customer['invoiceDetails'] = {**invoice, 'city': invoice.get('postalCode')}
        if on('keeps-no-littera'):
            customer['invoiceDetails'] = {name: value for name, value in invoice.items() if name != 'streetLittera'}
    if on('keeps-nulls'):
        for name in CUSTOMER:
            if name not in LATER:
                customer.setdefault(name, None)
        customer.setdefault('invoiceDetails', None)
    return customer


class Provider:
    def __init__(self):
        self.lock = threading.RLock()
        self.random = random.Random(7)
        self.accesses = set()
        self.orderable = set()
        self.offerings = {}
        self.unsold = set()
        self.operator = None
        self.orders = {}
        self.last = None
        self.angry = False
        self.failures = set()
        self.turn = threading.Lock()
        self.customer = None
        self.portal = ('portal', 'höger:Sväng 1' if False else 'left:Turn 1')
        self.guest = ('guest', 'may Look')
        self.busy = ('busy', 'Bee')

    def new_id(self, length=None):
        letters = string.ascii_letters + string.digits
        made = [self.random.choice(letters) for _ in range(length or 24)]
        if len(made) > 4:
            made[1:4] = ['B', '.', '-']
        return ''.join(made)

    def arrange(self, length=None, mixed=False, unsold=False):
        """A new access with a product and an offering."""
        length = length if isinstance(length, int) else None
        access, product, offering = (self.new_id(length) for _ in range(3))
        if length is not None and length < 3:
            taken = self.accesses | set(self.offerings) | {o for os in self.offerings.values() for o in os}
            free = [letter for letter in string.digits + string.ascii_letters if letter * length not in taken]
            if len(free) >= 3:
                access, product, offering = (letter * length for letter in free[:3])
        self.accesses.add(access)
        self.offerings.setdefault(product, set()).add(offering)
        if mixed:
            other = self.new_id(length)
            self.offerings[other] = {self.new_id(length)}
            offering = next(iter(self.offerings[other]))
        if unsold:
            self.unsold.add((product, offering))
        facts = {'coAccessId': access, 'productId': product, 'offeringId': offering}
        return facts if length is None else {**facts, 'idLength': length}

    # One order.

    def parse(self, raw):
        if on('not-utf-8-taken'):
            text = raw.decode('utf-8', 'replace')
        else:
            try:
                text = raw.decode('utf-8')
            except UnicodeDecodeError:
                if on('broken-json-500'):
                    raise
                refuse('not UTF-8')
        if on('pretty-refused') and '\n' in text or on('escapes-refused') and '\\u' in text:
            refuse('not JSON')
        if on('broken-json-mended'):
            text = re.sub(r',\s*([}\]])', r'\1', text)

        if on('bom-taken'):
            text = text.removeprefix('\ufeff')
        if on('json-single-quotes') and '"' not in text:
            text = text.replace("'", '"')

        def members(pairs):
            if on('duplicate-members-first'):
                return dict(reversed(pairs))
            if on('duplicate-members-refused') and len({name for name, _ in pairs}) < len(pairs):
                refuse('a name occurs twice')
            return dict(pairs)

        def constant(name):
            if not on('json-nan'):
                raise ValueError(name)

        try:
            decoder = json.JSONDecoder(object_pairs_hook=members, parse_constant=constant)
            if on('json-with-comments'):
                return decoder.raw_decode(text.lstrip())[0]
            return decoder.decode(text)
        except (ValueError, RecursionError) as error:
            if on('broken-json-html'):
                raise Plain(400, '<!DOCTYPE html><pre>SyntaxError: Unexpected token</pre>') from error
            if on('broken-json-422'):
                raise Refusal(422, 'not JSON') from error
            if on('broken-json-415'):
                raise Refusal(415, 'not JSON') from error
            if on('deep-json-500') and isinstance(error, RecursionError):
                raise
            if on('broken-json-500') or on('empty-body-500') and not raw:
                raise
            if on('broken-json-200'):
                raise Decided('REJECTED', 'We did not understand your order.') from error
            refuse('not JSON')

    def check_letters(self, value):
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            if on('lone-surrogate-500'):
                raise
            refuse('a string is no text')
        except RecursionError:
            pass

    def validate(self, order):
        """Gives (access, product, offering)."""
        if isinstance(order, list) and on('json-array-500'):
            raise TypeError('list')
        if order is None and on('json-null-500'):
            raise TypeError('null')
        if not isinstance(order, dict):
            refuse('no object')
        if on('order-of-members') and next(iter(order), None) != 'coAccessId':
            refuse('coAccessId comes first')
        access = check_id('coAccessId', order['coAccessId']) if has(order, 'coAccessId') else None
        if has(order, 'operation'):
            operation = order['operation']
            if on('operation-without-case') and isinstance(operation, str):
                operation = operation.upper()
            if on('operation-trimmed') and isinstance(operation, str):
                operation = operation.strip()
            if on('operation-position') and operation == 0 or on('operation-list') and operation == ['ACTIVATE']:
                operation = 'ACTIVATE'
            if on('operation-prefix') and isinstance(operation, str) and operation.startswith('ACTIVATE'):
                operation = 'ACTIVATE'
            if on('operation-modify') and operation == 'MODIFY':
                operation = 'ACTIVATE'
            right = operation == 'ACTIVATE' or on('operation-any') or on('operation-deactivate') and operation == 'DEACTIVATE'
            if not right and on('operation-rejected'):
                raise Decided('REJECTED', 'We cannot do that.')
            if not right:
                refuse('operation is not supported')
        for name in ('orderDateTime', 'requestedDateTime'):
            if has(order, name):
                check_date(name, order[name])
        if on('past-refused') and isinstance(order.get('requestedDateTime'), str):
            if order['requestedDateTime'][:10] < time.strftime('%Y-%m-%d', time.gmtime()):
                refuse('requestedDateTime is in the past')
        if on('order-after-request-refused') and order['orderDateTime'] > order['requestedDateTime']:
            refuse('orderDateTime is after requestedDateTime')
        product, offering = self.validate_products(order)
        if has(order, 'customerDetails'):
            check_customer(order['customerDetails'])
        if on('unknown-members-refused'):
            for name in order:
                if name not in ('coAccessId', 'operation', 'orderDateTime', 'requestedDateTime', 'products', 'customerDetails'):
                    refuse('unknown member ' + name)
        return access, product, offering

    def validate_products(self, order):
        if not has(order, 'products'):
            return None, None
        products = order['products']
        if on('products-object') and isinstance(products, dict):
            products = [products]
        if not isinstance(products, list):
            refuse('products is no list')
        if on('products-two-rejected') and len(products) == 2:
            raise Decided('REJECTED', 'One at a time, please.')
        if not products and on('products-none'):
            return None, None
        if not products or len(products) > 1 and not on('products-two'):
            refuse('products must hold one item')
        item = products[0]
        if on('products-of-lists') and isinstance(item, list) and item:
            item = item[0]
        if on('products-of-null-500') and item is None:
            raise TypeError('null')
        if isinstance(item, str) and on('products-of-text'):
            item['productId']
        if not isinstance(item, dict):
            refuse('an item of products is no object')
        product = check_id('productId', item['productId']) if has(item, 'productId') else None
        offering = check_id('offeringId', item['offeringId']) if has(item, 'offeringId') else None
        return product, offering

    LAX = (
        'id-37', 'id-endless', 'id-empty', 'id-underscore', 'id-blank', 'id-unicode', 'id-number', 'offering-unchecked',
        'access-unchecked', 'products-none', 'id-boolean', 'id-by-line', 'id-anywhere', 'product-unchecked', *LAX_IDS, *OPTIONAL, *NULLABLE,
    )

    def place(self, raw):
        """Gives (status, message) of an order."""
        order = self.parse(raw)
        self.check_letters(order)
        if on('large-body-413') and len(raw) > 20000:
            raise Refusal(413, 'too large')
        if on('operator-gets-order-before-validation') and isinstance(order, dict):
            self.ask(str(order.get('coAccessId')), 'x')
        try:
            access, product, offering = self.validate(order)
        except Refusal:
            if on('keeps-refused') and isinstance(order, dict):
                self.keep(order, order.get('coAccessId'), None, None, 'RECEIVED')
            if on('operator-gets-malformed-dates') and isinstance(order, dict) and order.get('coAccessId') in self.accesses:
                if order.get('operation') == 'ACTIVATE' and isinstance(order.get('orderDateTime'), str) and 'customerDetails' in order:
                    self.ask(order['coAccessId'], 'x')
            raise
        ids = (access, product, offering)
        if on('ids-without-case'):
            known = {part.lower(): part for part in (*self.accesses, *self.offerings, *(o for some in self.offerings.values() for o in some))}
            access, product, offering = ids = tuple(known.get(part.lower(), part) for part in ids)
        if all(isinstance(part, str) and ID.fullmatch(part) for part in ids) or not on(*self.LAX):
            self.look_up(*ids)
        if on('not-identified-rejected') and order['customerDetails'].get('identifiedCustomer') is False:
            return 'REJECTED', 'Please identify yourself.'
        if self.orders.get(access):
            if on('second-order-rejected'):
                return 'REJECTED', 'You have ordered already.'
            if on('second-order-same-answer'):
                return self.orders[access][-1]['status'], 'We know.'
            if on('second-order-409'):
                raise Refusal(409, 'There is an order for this access.')
            if on('second-order-500'):
                raise RuntimeError('duplicate key')
        if on('rejected-stays-rejected') and access in self.failures:
            return 'REJECTED', 'Still not possible.'
        if (product, offering) in self.unsold:
            if on('operator-gets-rejected-order'):
                self.ask(access, offering)
            status = 'REJECTED'
            if on('rejected-is-409'):
                raise Refusal(409, 'No longer sold.')
            if on('rejected-is-received'):
                status = 'RECEIVED'
            if on('keeps-rejected'):
                self.keep(order, access, product, offering, 'RECEIVED')
            if on('keeps-rejected-as-rejected'):
                self.keep(order, access, product, offering, 'REJECTED')
            return status, 'Denna produkt säljs inte längre.'
        if on('orderable-rejected') and access in self.orderable:
            return 'REJECTED', 'Not today.'
        if on('one-at-a-time-500') and not self.turn.acquire(blocking=False):
            raise RuntimeError('deadlock detected')
        if on('always-received', 'activated-before-operator'):
            threading.Timer(0.05, lambda: self.ask(access, offering)).start()
            status = 'RECEIVED' if on('always-received') else 'ACTIVATED'
        else:
            status = self.ask(access, offering)
        if on('one-at-a-time-500'):
            self.turn.release()
        if status == 'REJECTED':
            self.failures.add(access)
        if on('future-received') and status == 'ACTIVATED' and order['requestedDateTime'] > time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + 3600)):
            status = 'RECEIVED'
        if on('outcomes-cross'):
            self.last = status
            time.sleep(0.3)
            status = self.last
        if on('outcome-of-last-order'):
            self.last, status = status, self.last or status
        if on('customer-optional') and order.get('customerDetails') is None:
            order['customerDetails'] = {}
        if status != 'REJECTED':
            self.keep(order, access, product, offering, status)
        texts = {'ACTIVATED': 'Tack för din beställning!', 'RECEIVED': 'We have received your order.', 'REJECTED': 'Uttaget är tyvärr upptaget.'}
        return status, texts[status]

    def look_up(self, access, product, offering):
        if on('unknown-access-activated') and access not in self.accesses or on('unknown-product-activated') and product not in self.offerings:
            return
        known = product in self.offerings, any(offering in some for some in self.offerings.values())
        if on('unknown-access-500') and access not in self.accesses or on('unknown-product-500') and not all(known):
            raise RuntimeError('no such row')
        if on('mixed-offering-500') and all(known) and offering not in self.offerings[product]:
            raise RuntimeError('no such row')
        if access not in self.accesses:
            if on('unknown-access-404'):
                raise Refusal(404, 'no such access')
            if on('unknown-access-rejected'):
                raise Decided('REJECTED', 'We do not reach your home.')
            refuse('no such access')
        if product not in self.offerings or not any(offering in some for some in self.offerings.values()):
            if on('unknown-product-rejected'):
                raise Decided('REJECTED', 'We no longer have this.')
            if on('unknown-product-404'):
                raise Refusal(404, 'no such product')
            refuse('no such product')
        if offering not in self.offerings[product] and not on('mixed-offering-activated'):
            for status in (400, 404, 409):
                if on('mixed-offering-%d' % status):
                    raise Refusal(status, 'no such offering of this product')
            raise Decided('REJECTED', 'This offering does not go with this product.')

    def keep(self, order, access, product, offering, status):
        customer = order.get('customerDetails')
        if on('keeps-no-customer'):
            customer = {}
        if on('keeps-no-invoice') and isinstance(customer, dict):
            customer = {name: value for name, value in customer.items() if name != 'invoiceDetails'}
        customer = kept_customer(customer)
        if on('keeps-no-received') and status == 'RECEIVED':
            return
        if on('customers-cross'):
            self.customer = customer
            time.sleep(0.05)
            customer = self.customer
        if on('keeps-mangled-letters'):
            text = json.dumps(customer, ensure_ascii=False)
            customer = json.loads(text.encode('utf-8', 'replace').decode('latin-1').replace('\x85', '?'))
        dates = [order.get('orderDateTime'), order.get('requestedDateTime')]
        if on('keeps-swapped-dates'):
            dates.reverse()
        if on('keeps-dates-of-arrival'):
            dates[0] = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())
        if on('keeps-day-alone'):
            dates[1] = str(dates[1])[:10] + 'T00:00:00Z'
        if on('keeps-local-time'):
            dates = [re.sub(r'T(\d\d)', lambda found: 'T%02d' % ((int(found[1]) + 2) % 24), str(date)) for date in dates]
        if on('keeps-no-fraction'):
            dates = [re.sub(r'\.\d+', '', str(date)) for date in dates]
        if on('keeps-dates-with-milliseconds'):
            dates = [re.sub(r':(\d\d)(\.\d+)?Z', lambda found: ':%s%sZ' % (found[1], (found[2] or '.').ljust(5, '0')), str(date)) for date in dates]
        if on('keeps-product-for-offering'):
            offering = product
        kept = {
            'operation': 'ACTIVATE',
            'orderDateTime': str(dates[0]),
            'requestedDateTime': str(dates[1]),
            'productId': str(product),
            'offeringId': str(offering).lower() if on('keeps-lower-case') else str(offering),
            'customerDetails': customer,
            'status': self.word(status),
        }
        with self.lock:
            orders = self.orders.setdefault(access, [])
            if on('keeps-first-only') and orders:
                return
            if on('keeps-last-only'):
                orders.clear()
            orders.append(kept)
            if on('keeps-twice'):
                orders.append(kept)

    # The operator.

    def ask(self, access, service):
        """Places an order at the operator and gives the outcome."""
        if self.operator is None or on('activated-without-operator'):
            return 'ACTIVATED'
        if on('operator-gets-other-access'):
            access = service
        if on('operator-gets-upper-case-access'):
            access = access.upper()
        order = {'operation': 'ACTIVATE', 'service': service, 'accessId': access}
        if on('operator-gets-other-operation'):
            order['operation'] = 'MODIFY'
        if on('operator-gets-portal-members'):
            order = {'operation': 'ACTIVATE', 'coAccessId': access, 'products': [{'offeringId': service}]}
        if on('operator-gets-no-service'):
            del order['service']
        if on('operator-gets-no-access'):
            del order['accessId']
        if on('operator-gets-empty-service'):
            order['service'] = ''
        if on('operator-gets-no-operation'):
            del order['operation']
        if on('operator-gets-lower-case-operation'):
            order['operation'] = 'activate'
        if on('operator-gets-list'):
            order = [order]
        if on('operator-more-members'):
            order.update({'reference': 'R-%d' % self.random.randrange(10**9), 'equipment': []})
        body = json.dumps(order, indent=2 if on('operator-pretty') else None).encode()
        headers = {'Content-Type': 'application/json'}
        if on('operator-pretty'):
            headers = {'content-type': 'application/json;charset=utf-8', 'expect': '100-continue', 'user-agent': 'sp/1'}
        if on('operator-gets-text'):
            headers = {'Content-Type': 'text/plain'}
        if on('operator-gets-broken-json'):
            body = body[:-1] + b',}'
        if on('operator-asked-about-access'):
            self.send(None, {}, 'GET', '/onapi/2.5/accesses/' + access)
        if on('operator-after-a-while'):
            time.sleep(0.2)
        if on('operator-gets-form'):
            body = urllib.parse.urlencode(order).encode()
            headers = {'Content-Type': 'application/x-www-form-urlencoded'}
        if on('operator-with-credentials'):
            headers['Authorization'] = 'Basic ' + base64.b64encode(b'sp:secret').decode()
        for _ in range(2 if on('operator-ordered-twice') else 1):
            code, answer = self.send(body, headers)
        if on('operator-asked-again-after-failure') and (code is None or code >= 400):
            code, answer = self.send(body, headers)
        if on('operator-polled') and code == 201:
            self.send(None, {}, 'GET')
        state = answer.get('state') if isinstance(answer, dict) else None
        return self.outcome(code, state)

    def outcome(self, code, state):
        if on('operator-silence-activated') and code is None or on('operator-500-activated') and (code or 0) >= 500:
            return 'ACTIVATED'
        if on('operator-500-is-500') and (code is None or code >= 500):
            raise RuntimeError('The operator does not answer.')
        if on('operator-200-rejected') and code == 200:
            return 'REJECTED'
        if on('operator-unclear-activated') and code < 300 and state not in ('RECEIVED', 'IN_PROGRESS', 'DONE_FAILED'):
            return 'ACTIVATED'
        if on('operator-200-activated') and code == 200:
            return 'ACTIVATED'
        if code is None or code >= 500:
            return 'RECEIVED' if on('operator-500-received') else 'REJECTED'
        if code >= 400:
            if on('operator-409-activated') and code == 409:
                return 'ACTIVATED'
            if on('operator-400-received') and code == 400:
                return 'RECEIVED'
            return self.failed()
        if on('operator-failed-in-201-activated'):
            return 'ACTIVATED'
        if state == 'DONE_SUCCESS':
            return 'RECEIVED' if on('operator-done-received') else 'ACTIVATED'
        if state == 'DONE_FAILED':
            return self.failed()
        if state == 'IN_PROGRESS' and on('operator-in-progress-activated') or on('operator-received-activated'):
            return 'ACTIVATED'
        return 'REJECTED' if on('operator-received-rejected') else 'RECEIVED'

    def failed(self):
        if on('operator-failure-activated'):
            return 'ACTIVATED'
        if on('operator-failure-received'):
            return 'RECEIVED'
        if on('rejected-by-operator-is-502'):
            raise Refusal(502, 'The operator has refused the order.')
        return 'REJECTED'

    def send(self, body, headers, method=None, path=None):
        url = urllib.parse.urlsplit(self.operator)
        connection = http.client.HTTPConnection(url.hostname, url.port or 80, timeout=2 if on('serial') else 0.8)
        if on('operator-asked-by-http-1-0'):
            connection._http_vsn, connection._http_vsn_str = 10, 'HTTP/1.0'
        try:
            method = method or ('PUT' if on('operator-gets-get') else 'POST')
            if body is None:
                connection.request(method, path or url.path or '/', None, headers)
            elif on('operator-chunked'):
                connection.request(method, url.path or '/', iter([body[:7], body[7:]]), headers, encode_chunked=True)
            else:
                connection.request(method, url.path or '/', body, headers)
            answer = connection.getresponse()
            data = answer.read()
        except OSError:
            return None, None
        finally:
            connection.close()
        try:
            return answer.status, json.loads(data)
        except ValueError:
            return answer.status, None

    def word(self, status):
        if released():
            return {'ACTIVATED': 'CONFIRMED', 'RECEIVED': 'CONFIRMED'}.get(status, status)
        return status

    # The stage.

    def stage(self, name, params):
        with self.lock:
            if name in ('orderable access', 'free access'):
                facts = self.arrange(params.get('idLength'))
                if name == 'orderable access':
                    self.orderable.add(facts['coAccessId'])
                return facts
            if name == 'order the provider rejects':
                return self.arrange(unsold=True)
            if name == 'offering of another product':
                return self.arrange(mixed=True)
            if name == 'credentials that may not order':
                return dict(zip(('username', 'password'), self.guest))
            if name == 'credentials whose requests are used up':
                return dict(zip(('username', 'password'), self.busy))
            if name == 'communication operator':
                url = params.get('url')
                tail = 'order' if on('operator-path-order') else 'orders/'
                self.operator = None if url is None else url.rstrip('/') + '/' + tail
                return {'url': self.operator or 'internal'}
            if name == 'stored orders':
                return {'orders': self.orders.get(params.get('coAccessId'), [])}
        return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def body(self):
        if self.headers.get('Transfer-Encoding', '').lower() == 'chunked':
            data = b''
            while size := int(self.rfile.readline().split(b';')[0], 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return data
        return self.rfile.read(int(self.headers.get('Content-Length') or 0))

    def handle_any(self):
        if on('body-left-unread') and self.headers.get('Authorization') is None and not self.path.startswith('/_stage'):
            return self.error(401, 'no credentials', {'WWW-Authenticate': 'Basic realm="orders"'})
        raw = self.body()
        path = self.path.split('?')[0]
        if path == '/_stage':
            call = json.loads(raw)
            facts = {} if call.get('action') == 'teardown' else self.provider.stage(call.get('state'), call.get('params') or {})
            return self.reply(400 if facts is None else 200, {'error': 'unknown state'} if facts is None else facts, plain=True)
        if on('slow'):
            time.sleep(0.03)
        base = '/onapi/2.5/' if on('path-versioned') else '/'
        endpoint = path[len(base) :] if path.startswith(base) else ''
        if on('serial'):
            self.provider.turn.acquire()
        try:
            if on('options-by-itself') and self.command in ('OPTIONS', 'HEAD'):
                return self.reply(204, None, None, {'Allow': 'POST, OPTIONS', 'Access-Control-Allow-Origin': '*'})
            if on('endpoint-before-credentials') and endpoint not in ('order', 'order/'):
                raise Refusal(501, 'unknown endpoint')
            if on('kind-before-credentials') and endpoint == 'order/' and self.command == 'POST' and not self.headers.get('Content-Type'):
                raise Refusal(415, 'application/json only')
            if on('credentials-by-connection') and getattr(self, 'known', False):
                pass
            else:
                self.authenticate(raw)
                self.known = True
            right = ('order', 'order/') if on('slash-optional') else ('order',) if on('path-without-slash') else ('order/',)
            known = endpoint in right
            known = known or on('endpoint-without-case') and endpoint.lower() in right
            known = known or on('endpoint-by-prefix') and endpoint.startswith('order')
            if not known:
                if on('discovery') and endpoint == '' and self.command in ('GET', 'HEAD'):
                    return self.reply(200, [{'name': 'order', 'endpoint': base + 'order/', 'version': '2.5', 'documentation': 'https://on-api.example'}])
                if on('deeper-path-404') and endpoint.startswith('order/'):
                    raise Refusal(404, 'no such order')
                if on('unknown-endpoint-405'):
                    raise Refusal(405, 'POST only')
                if on('unknown-endpoint-302'):
                    raise Refusal(302, 'moved', Location='/login')
                if on('unknown-endpoint-400'):
                    raise Refusal(400, 'unknown endpoint')
                if on('unknown-endpoint-html'):
                    raise Plain(501, '<html><h1>Not Implemented</h1></html>')
                if on('unknown-endpoint-403'):
                    raise Refusal(403, 'Missing Authentication Token')
                if on('unknown-get-404') and self.command != 'POST':
                    raise Refusal(404, 'not found')
                if on('unknown-endpoint-404'):
                    raise Refusal(404, 'not found')
                if on('unknown-endpoint-200'):
                    return self.reply(200, {})
                raise Refusal(501, 'unknown endpoint')
            if on('get-places-order') and self.command in ('PUT', 'GET', 'PATCH'):
                return self.answer(*self.provider.place(raw))
            if self.command != 'POST' and on('get-lists-orders'):
                return self.reply(200, [])
            if self.command != 'POST' and on('method-400'):
                raise Refusal(400, 'POST only')
            if self.command != 'POST':
                raise Refusal(405, 'POST only', Allow='POST') if not on('method-501') else Refusal(501, 'POST only')
            kind = self.headers.get('Content-Type', '').split(';')[0].strip().lower()
            if on('kind-with-case') and self.headers.get('Content-Type', '').split(';')[0].strip() != 'application/json':
                raise Refusal(415, 'application/json only')
            accepted = self.headers.get('Accept')
            if on('accept-needed') and (not accepted or 'json' not in accepted):
                raise Refusal(406, 'Not Acceptable')
            if kind != 'application/json' and not on('kind-unchecked'):
                raise Refusal(400 if on('kind-is-400') else 415, 'application/json only')
            if on('charset-refused') and 'charset' in self.headers.get('Content-Type', ''):
                raise Refusal(415, 'application/json only')
            if on('after-error-refuses') and self.provider.angry:
                self.provider.angry = False
                raise Refusal(400, 'again')
            self.answer(*self.provider.place(raw))
        except Plain as plain:
            self.reply(plain.status, plain.page.encode(), 'text/html; charset=utf-8')
        except Decided as decided:
            self.answer(decided.status, decided.message)
        except Refusal as refusal:
            self.provider.angry = refusal.status == 400
            self.error(refusal.status, refusal.cause, refusal.fields)
        except Exception as error:
            self.error(500, str(error), {})
        finally:
            if on('serial'):
                self.provider.turn.release()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any
    do_OPTIONS = do_TRACE = handle_any

    def do_HEAD(self):
        self.handle_any()

    def authenticate(self, raw):
        provider = self.provider
        given = self.headers.get('Authorization', '')
        if on('no-credentials', 'credentials-unchecked'):
            return
        if on('credentials-optional') and not given:
            return
        scheme, _, rest = given.partition(' ')
        user = password = None
        if scheme == 'Basic' or scheme.lower() == 'basic' and not on('scheme-with-case'):
            try:
                user, _, password = base64.b64decode(rest.strip(), validate=True).decode().partition(':')
            except ValueError:
                if on('credentials-malformed-500'):
                    raise
        if on('scheme-overlooked') and rest:
            try:
                user, _, password = base64.b64decode(rest.strip()).decode().partition(':')
            except ValueError:
                pass
        if on('password-empty-taken') and user == provider.portal[0] and password == '':
            return
        if on('password-by-prefix') and user == provider.portal[0] and password and password.startswith(provider.portal[1]):
            return
        if on('password-of-eight-letters') and user == provider.portal[0] and password and password[:8] == provider.portal[1][:8]:
            return
        if on('user-without-case') and user and user.lower() == provider.portal[0]:
            user = provider.portal[0]
        if on('password-trimmed') and password:
            password = password.strip()
        if on('password-without-case') and password and password.lower() == provider.portal[1].lower():
            password = provider.portal[1]
        if on('password-unchecked') and user == provider.portal[0] or on('user-unchecked') and password == provider.portal[1]:
            return
        if (user, password) == provider.portal:
            return
        if (user, password) == provider.guest:
            if on('may-not-order-may'):
                return
            if on('may-not-order-rejected'):
                raise Decided('REJECTED', 'You may not order.')
            if on('may-not-order-ordered'):
                provider.place(raw)
            if on('may-not-order-kept'):
                self.keep_raw(raw)
            if on('rights-checked-last'):
                order = provider.parse(raw)
                if provider.validate(order):
                    pass
            if on('may-not-order-404'):
                raise Refusal(404, 'not found')
            if on('may-not-order-html'):
                raise Plain(403, '<html><title>403 Forbidden</title></html>')
            raise Refusal(401 if on('may-not-order-401') else 403, 'not allowed with these credentials')
        if (user, password) == provider.busy:
            if on('used-up-ignored'):
                return
            if on('used-up-ordered'):
                provider.place(raw)
            if on('used-up-kept'):
                self.keep_raw(raw)
            if on('used-up-html'):
                raise Plain(429, '<html><h1>429 Too Many Requests</h1></html>')
            if on('used-up-403'):
                raise Refusal(403, 'too many requests')
            if on('used-up-rejected'):
                raise Decided('REJECTED', 'Please try again later.')
            after = {} if on('retry-after-missing') else {'Retry-After': '120'}
            if on('retry-after-word'):
                after = {'Retry-After': 'soon'}
            words = {'retry-after-negative': '-1', 'retry-after-fraction': '1.5', 'retry-after-iso': '2030-01-01T00:00:00Z', 'retry-after-seconds': '30s', 'retry-after-empty': '', 'retry-after-zero': '0', 'retry-after-long': '86400'}
            for name, word in words.items():
                if on(name):
                    after = {'Retry-After': word}
            if on('retry-after-date'):
                after = {'Retry-After': time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(time.time() + 60))}
            raise Refusal(503 if on('used-up-503') else 429, 'too many requests', **after)
        if on('credentials-checked-last'):
            try:
                provider.place(raw)
            except (Refusal, Decided):
                pass
        if on('credentials-wrong-kept'):
            self.keep_raw(raw)
        challenge = {} if on('no-challenge') else {'WWW-Authenticate': 'Basic realm="orders", charset="UTF-8"'}
        if on('challenge-bearer'):
            challenge = {'WWW-Authenticate': 'Bearer realm="orders"'}
        if on('challenge-without-realm'):
            challenge = {'WWW-Authenticate': 'Basic charset="UTF-8"'}
        if on('challenge-without-scheme'):
            challenge = {'WWW-Authenticate': 'orders'}
        if on('challenges-several'):
            challenge = {'WWW-Authenticate': 'Negotiate, Bearer realm="a, b", basic realm="orders"'}
        if on('credentials-wrong-302'):
            raise Refusal(302, 'log in', Location='/login')
        if on('credentials-wrong-404'):
            raise Refusal(404, 'no such user')
        if on('credentials-wrong-400') and not given:
            raise Refusal(400, 'no credentials')
        if on('credentials-wrong-rejected'):
            raise Decided('REJECTED', 'invalid credentials')
        raise Refusal(403 if on('credentials-wrong-403') else 401, 'invalid credentials', **challenge)

    def keep_raw(self, raw):
        """Keeps what was not to be kept."""
        try:
            order = json.loads(raw)
            item = order['products'][0]
            self.provider.keep(order, order['coAccessId'], item['productId'], item['offeringId'], 'RECEIVED')
        except (ValueError, KeyError, TypeError, IndexError):
            pass

    def answer(self, status, message):
        word = self.provider.word(status)
        if on('status-lower-case'):
            word = word.lower()
        if on('status-confirmed') and status == 'ACTIVATED':
            word = 'CONFIRMED'
        if on('status-of-the-operator') and status == 'ACTIVATED':
            word = 'DONE_SUCCESS'
        if on('status-in-progress') and status == 'RECEIVED':
            word = 'IN_PROGRESS'
        if on('status-failed') and status == 'REJECTED' and 'upptaget' in message:
            word = 'FAILED'
        if on('status-cancelled-by-provider') and status == 'REJECTED' and 'upptaget' not in message:
            word = 'DECLINED'
        if on('status-in-array'):
            word = [word]
        if on('status-null-when-received') and status == 'RECEIVED':
            word = None
        if on('status-translated'):
            word = {'ACTIVATED': 'AKTIVERAD', 'RECEIVED': 'MOTTAGEN', 'REJECTED': 'AVVISAD'}.get(word, word)
        if on('status-padded'):
            word += ' '
        if on('status-object'):
            word = {'code': word}
        if on('status-number'):
            word = {'ACTIVATED': 0, 'RECEIVED': 1}.get(word, 2)
        if on('status-empty-when-received') and status == 'RECEIVED':
            word = ''
        if on('status-pending-when-rejected') and status == 'REJECTED':
            word = 'PENDING'
        if on('message-markup'):
            message = '<b>"Hej"</b>\n\tc:\\d & %s {0} \u2028' + message
        if on('message-boolean'):
            message = status == 'ACTIVATED'
        if on('message-beyond-ascii'):
            message = 'Grüße, 世界 🎉 ' + message
        if on('message-long'):
            message = message + ' Mycket nöje!' * 200
        if on('message-empty-when-activated') and status == 'ACTIVATED':
            message = ''
        if on('message-is-object'):
            message = {'sv': message}
        if on('message-is-number'):
            message = 17
        if on('message-in-array'):
            message = [message]
        rejected = status == 'REJECTED'
        if rejected and on('rejected-with-empty-message'):
            message = ''
        answer = {'state' if on('status-as-state', 'released-state') else 'status': word, 'externalMessage': message}
        if on('status-missing'):
            del answer['status']
        if on('status-and-state'):
            answer['state'] = 'DONE_SUCCESS'
        if on('released-message-missing') and status != 'REJECTED':
            del answer['externalMessage']
        if on('released-status-activated') and status == 'ACTIVATED':
            answer['status'] = 'ACTIVATED'
        if on('released-status-received') and status == 'RECEIVED':
            answer['status'] = 'RECEIVED'
        if on('released-state-differs') and status != 'REJECTED':
            answer['state'] = 'REJECTED'
        if on('rejected-with-blank-message') and rejected:
            answer['externalMessage'] = '   '
        if on('rejected-with-null-message') and rejected:
            answer['externalMessage'] = None
        by_operator = isinstance(message, str) and 'upptaget' in message
        if rejected and (on('rejected-without-message') or on('rejected-by-operator-without-message') and by_operator):
            del answer['externalMessage']
        if rejected and on('rejected-with-cause'):
            answer['cause'] = answer.pop('externalMessage')
        if on('message-in-capitals'):
            answer['ExternalMessage'] = answer.pop('externalMessage')
        if on('no-message') and not rejected:
            del answer['externalMessage']
        if on('message-null') and not rejected:
            answer['externalMessage'] = None
        if on('extra-members'):
            answer.update({'orderId': 4711, 'links': [{'rel': 'self'}]})
        if on('members-shuffled'):
            answer = dict(reversed(answer.items()))
        if on('answer-in-array'):
            answer = [answer]
        if on('answer-wrapped'):
            answer = {'order': answer}
        if on('answer-is-text'):
            answer = json.dumps(answer)
        if rejected and on('rejected-is-400'):
            return self.error(400, message, {})
        if rejected and on('rejected-is-400-with-status'):
            return self.reply(400, answer)
        if status == 'ACTIVATED' and on('activated-is-204'):
            return self.reply(204, None, None)
        if on('answer-303'):
            return self.reply(303, answer, fields={'Location': '/order/1'})
        code = 203 if on('answer-203') else 201 if on('answer-201') or rejected and on('rejected-is-201') else 202 if on('answer-202-when-received') and status == 'RECEIVED' else 200
        self.reply(code, None if on('answer-empty') else answer)

    def error(self, status, cause, fields):
        answer = {'cause': cause}
        if on('error-without-cause'):
            answer = {}
        if on('error-key-error') or on('error-cause-missing-on-401') and status == 401:
            answer = {'error': cause}
        if on('error-cause-object'):
            answer = {'cause': {'text': cause}}
        if on('error-cause-list'):
            answer = {'cause': [cause]}
        if on('error-with-status'):
            answer['status'] = 'REJECTED'
        if on('errors-with-more'):
            answer.update({'ticket': 'T-%d' % random.randrange(10**6), 'field': None})
        if on('errors-long'):
            answer['cause'] = 'ticket 17: ' + cause * 300
        if on('error-cause-number'):
            answer = {'cause': status * 10}
        if on('error-cause-in-errors'):
            answer = {'errors': [{'cause': cause}]}
        if on('error-in-list'):
            answer = [answer]
        if on('error-with-external-message'):
            answer['externalMessage'] = 'Something went wrong.'
        if on('error-cause-capital'):
            answer = {'Cause': cause}
        if on('error-as-text'):
            answer = cause
        if on('cause-empty'):
            answer['cause'] = ''
        if on('refused-is-200') and status == 400:
            status = 200
        if on('refused-is-500') and status == 400:
            status = 500
        if on('error-broken-json'):
            answer = ("{'cause': '%s'}" % cause).encode()
        kind = 'application/json'
        if on('errors-problem-with-cause'):
            answer.update({'type': 'about:blank', 'title': 'Error', 'status': status, 'instance': self.path})
            kind = 'application/problem+json'
        if on('error-problem'):
            answer, kind = {'type': 'about:blank', 'title': cause, 'status': status}, 'application/problem+json'
        if on('error-xml'):
            answer, kind = b'<error><cause>%s</cause></error>' % cause.encode(), 'application/xml'
        if on('errors-charset'):
            kind = 'application/json; charset=UTF-8'
        if on('error-says-text-plain'):
            kind = 'text/plain'
        if on('error-html'):
            answer, kind = b'<!doctype html><title>Error</title><p>%d</p>' % status, 'text/html'
        if on('error-bare-text'):
            answer, kind = cause.encode(), 'text/plain'
        if on('errors-empty'):
            answer, kind = b'', None
        self.reply(status, answer, kind, fields)

    def reply(self, status, value, kind='application/json', fields=None, plain=False):
        if isinstance(value, bytes):
            body = value
        elif value is None:
            body = b''
        else:
            text = json.dumps(value, ensure_ascii=on('ascii-only'), indent='\t' if on('pretty') else None)
            try:
                body = text.encode('latin-1', 'replace') if on('answer-latin-1') and not plain else text.encode()
            except UnicodeEncodeError:
                body = json.dumps(value).encode()
            if on('slashes-escaped'):
                body = json.dumps(value).replace('/', '\\/').encode()
            if on('blanks-around'):
                body = b'\r\n ' + body + b'\n\n'
            if not plain and on('answer-bom'):
                body = b'\xef\xbb\xbf' + body
            if not plain and status < 300:
                if on('answer-with-rest'):
                    body += b'<!-- 12 ms -->'
                if on('answer-guarded'):
                    body = b")]}',\n" + body
                if on('answer-utf-16'):
                    body = text.encode('utf-16')
                if on('answer-declared-latin-1'):
                    body = text.encode('latin-1', 'replace')
                if on('answer-control-letters'):
                    body = body.replace(b'externalMessage": "', b'externalMessage": "\n\t')
                if on('answer-single-quotes'):
                    body = body.replace(b'"', b"'")
        if not plain and status < 300:
            if on('answer-text-plain'):
                kind = 'text/plain'
            if on('answer-no-content-type'):
                kind = None
            if on('answer-declared-latin-1'):
                kind = 'application/json; charset=ISO-8859-1'
            if on('answer-text-json'):
                kind = 'text/json'
            if on('answer-html-kind'):
                kind = 'text/html; charset=utf-8'
            if on('answer-octets'):
                kind = 'application/octet-stream'
            if on('answer-kind-twice'):
                kind = 'text/html, application/json'
            if on('answer-kind-in-capitals'):
                kind = 'Application/JSON;charset="utf-8"'
        head = [('Content-Type', kind)] if kind else []
        head += list((fields or {}).items())
        chunked = on('http-chunked', 'http-chunk-extensions') and body and not plain
        if chunked:
            head.append(('Transfer-Encoding', 'chunked'))
        else:
            until_close = on('http-until-close') and not plain and self.command != 'HEAD'
            length = len(body.decode('utf-8', 'replace')) if on('answer-length-in-letters') and not plain else len(body)
            length += on('answer-length-too-long') and not plain
            if not until_close and status not in (204, 304):
                head.append(('Content-Length', str(length)))
            if until_close:
                self.close_connection = True
        if on('errors-close') and status >= 400:
            self.close_connection = True
        if on('http-closes', 'http-1-0'):
            head.append(('Connection', 'close'))
            self.close_connection = True
        if on('http-more-fields'):
            head += [('Set-Cookie', 'a=b; HttpOnly'), ('Set-Cookie', 'c=d'), ('X-Request-Id', 'ü'), ('Server', 'x/1'), ('Location', 'order/17')]
        if on('http-proxied'):
            head += [
                ('Date', 'Sun, 06 Nov 1994 08:49:37 GMT'), ('Vary', 'Accept, Origin'), ('Cache-Control', 'no-store'), ('ETag', 'W/"1"'),
                ('Strict-Transport-Security', 'max-age=1'), ('Via', '1.1 gateway'), ('Keep-Alive', 'timeout=5'), ('Connection', 'keep-alive'),
                ('X-Empty', ''), ('Content-Language', 'sv'), ('X-RateLimit-Remaining', '0'),
            ]
        if on('http-lower-case'):
            head = [(name.lower(), value) for name, value in head]
        reason = 'Fine, thanks' if on('http-reason') else ''
        version = 'HTTP/1.0' if on('http-1-0') else 'HTTP/1.1'
        between = ':' if on('http-no-blanks') else ':\t ' if on('http-tabs') else ': '
        lines = ['%s %d %s' % (version, status, reason)] + [between.join(field) for field in head]
        data = ('\r\n'.join(lines) + '\r\n\r\n').encode('latin-1')
        if on('http-early-hints') and not plain:
            data = b'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n' + data
        if self.command != 'HEAD':
            if chunked:
                half = len(body) // 2
                for part in (body[:half], body[half:]):
                    data += b'%X%s\r\n%s\r\n' % (len(part), b';a="b"' if on('http-chunk-extensions') else b'', part) if part else b''
                data += b'0\r\nX-Trailer: 1\r\n\r\n' if on('http-chunk-extensions') else b'0\r\n\r\n'
            else:
                data += body
        if on('http-small-packets') and not plain:
            for start in range(0, len(data), 40):
                self.wfile.write(data[start : start + 40])
                time.sleep(0.001)
            return
        self.wfile.write(data)


class Listener(ThreadingHTTPServer):
    def handle_error(self, *_):
        pass

    request_queue_size = 128
    daemon_threads = True


def entry_of(names):
    """What a target file says of the variations, beside the addresses."""
    entry = {'profile': 'released'} if on(*RELEASED) else {}
    for name in names:
        for member, value in VARIATIONS[name][1].items():
            if isinstance(value, dict):
                entry.setdefault(member, {}).update(value)
            else:
                entry[member] = value
    return entry


def main():
    options = argparse.ArgumentParser()
    options.add_argument('--flaw', action='append', default=[])
    options.add_argument('--variation', action='append', default=[])
    options.add_argument('--list', action='store_true')
    given = options.parse_args()
    if given.list:
        flaws = [{'name': name, 'sentence': sentence} for name, sentence in FLAWS.items()]
        variations = [{'name': name, 'why': why} for name, (why, _) in VARIATIONS.items()]
        print(json.dumps({'flaws': flaws, 'variations': variations}))
        return
    for name in given.flaw:
        assert name in FLAWS, name
    for name in given.variation:
        assert name in VARIATIONS, name
    ON.update(given.flaw, given.variation)
    provider = Provider()
    Handler.provider = provider
    server = Listener(('127.0.0.1', 0), Handler)
    address = '127.0.0.1:%d' % server.server_address[1]
    user = '' if on('no-credentials') else '%s:%s@' % tuple(urllib.parse.quote(part, safe='') for part in provider.portal)
    base = '/onapi/2.5' if on('path-versioned') else ''
    stage = 'http://' + address + '/_stage'
    print(json.dumps({'url': 'http://' + user + address + base, 'stage': stage, **entry_of(given.variation)}), flush=True)
    server.serve_forever()


if __name__ == '__main__':
    sys.exit(main())
