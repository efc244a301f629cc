"""XML and JSON both ways. A tree is a dict of lists, dicts and strings; names that begin with @ are attributes."""
import json
import re
from xml.parsers import expat

DRAFT = 'urn:oma:xml:rest:roamingProvisioning:1'
REGISTERED = 'urn:oma:xml:rest:netapi:roam:1'
COMMON = 'urn:oma:xml:rest:netapi:common:1'
LISTS = ('userId', 'variables', 'link')


class Malformed(Exception):
    pass


class Crash(Exception):
    """What nobody has caught."""


def parse_xml(body, charset, flaws):
    """(namespace, root name, tree); values of a tree are lists of strings or trees."""
    if 'needs-prefix-rp' in flaws and b'<rp:roamingSubscription' not in body:
        raise Malformed('root')
    if 'truncated-xml-taken' in flaws and not body.rstrip().endswith(b'>'):
        body = body[:body.rfind(b'<')]
    stack, roots = [], []
    parser = expat.ParserCreate(charset, '\n')
    state = {'cdata': False}

    def doctype(*_):
        raise Malformed('document type')

    def start(name, attributes):
        stack.append((name, {}, []))

    def end(_name):
        name, children, text = stack.pop()
        space, _, local = name.rpartition('\n')
        value = children if children else ''.join(text)
        if not stack:
            roots.append((space, local, value))
        elif not space:
            stack[-1][1].setdefault(local, []).append(value)
        else:
            stack[-1][1].setdefault('{' + space + '}' + local, []).append(value)

    def data(text):
        if stack and not ('character-data-sections-lost' in flaws and state['cdata']):
            stack[-1][2].append(text)

    def comment(_text):
        if 'text-cut-at-comments' in flaws and stack:
            stack[-1][2].append('\0')

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.CommentHandler = comment
    parser.StartCdataSectionHandler = lambda: state.update(cdata=True)
    parser.EndCdataSectionHandler = lambda: state.update(cdata=False)
    parser.ProcessingInstructionHandler = doctype if 'processing-instruction-refused' in flaws else None
    if 'utf-16-not-read' in flaws and body[:2] in (b'\xfe\xff', b'\xff\xfe'):
        raise Malformed('not UTF-8')
    if 'schema-location-refused' in flaws and b'schemaLocation' in body:
        raise Malformed('an attribute')
    if 'references-not-decoded' in flaws:
        body = re.sub(rb'&(amp|lt|gt|quot|apos|#)', rb'&amp;\1', body)
    try:
        parser.Parse(body, True)
    except Malformed:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:
        if not ('truncated-xml-taken' in flaws and 'no element' in str(error)):
            raise Malformed(str(error)) from None
        while stack:
            end('')
    if not roots:
        raise Malformed('no element')
    return cut(roots[0]) if 'text-cut-at-comments' in flaws else roots[0]


def cut(value):
    if isinstance(value, str):
        return value.split('\0')[0]
    if isinstance(value, dict):
        return {k: cut(v) for k, v in value.items()}
    return type(value)(cut(v) for v in value)


def parse_json(body, flaws):
    """(None, root name, tree) of a JSON body; both dialects of arrays."""
    text = body
    if 'json-escapes-not-decoded' in flaws:
        text = re.sub(rb'\\', rb'\\\\', body.replace(b'\\"', b"'"))
    try:
        value = json.loads(text.decode('utf-8-sig'), parse_constant=lambda _: 1 / 0)
    except (ValueError, UnicodeDecodeError, RecursionError, ZeroDivisionError) as error:
        raise Malformed(str(error)) from None
    if not isinstance(value, dict) or not value:
        raise Malformed('no object')
    if 'roamingSubscription' not in value:
        raise Malformed('no root member')
    if 'json-null-root-is-500' in flaws and value['roamingSubscription'] is None:
        raise Crash()
    if 'wrong-typed-member-is-500' in flaws and isinstance(value['roamingSubscription'], dict) and any(
            not isinstance(v, kind) for k, kind in (('callbackReference', dict), ('userId', (list, dict)), ('status', str))
            for v in [value['roamingSubscription'].get(k)] if v is not None):
        raise Crash()
    return None, 'roamingSubscription', tree(value['roamingSubscription'])


def tree(value):
    if not isinstance(value, dict):
        return ''
    return {k: [one(v) for v in item] if isinstance(item, list) else [one(item)] for k, item in value.items()}


def one(value):
    if isinstance(value, dict):
        return tree(value)
    return '' if value is None else value


def escape(text, attribute=False):
    text = text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace('\r', '&#13;')
    return text.replace('"', '&quot;').replace('\n', '&#10;').replace('\t', '&#9;') if attribute else text


class Writer:
    """Renders a tree in either format, as the flaws and variations say."""

    def __init__(self, flaws, variations, namespace):
        self.flaws = flaws
        self.variations = variations
        self.namespace = namespace
        self.notifying = False

    def render(self, fmt, root, value, notification=False):
        self.notifying = notification
        if fmt == 'JSON':
            return self.json(root, value, notification)
        return self.xml(root, value, notification)

    def content_type(self, fmt, notification=False):
        kind = 'application/json' if fmt == 'JSON' else 'application/xml'
        has = self.variations
        if 'text-xml' in has and fmt == 'XML':
            kind = 'text/xml'
        if 'media-type-in-capitals' in has:
            kind = 'Application/' + fmt
        if 'charset-parameter' in has or ('notifications-with-charset' in has and notification):
            kind += ';charset="UTF-8"' if fmt == 'JSON' else '; charset=utf-8'
        if 'xml-labelled-latin-1' in self.flaws and fmt == 'XML':
            kind += ';charset=ISO-8859-1'
        if 'media-type-with-more-parameters' in has:
            kind += ' ; Charset=Utf-8 ; v=1'
        return kind

    # XML

    def xml(self, root, value, notification):
        has, bad = self.variations, self.flaws
        space = COMMON if root in ('requestError', 'resourceReference') else self.namespace
        if root == 'requestError' and 'errors-in-api-namespace' in bad:
            space = self.namespace
        if 'xml-of-published-namespace' in bad and root == 'roamingSubscription':
            space = REGISTERED
        if 'notification-xml-of-other-namespace' in bad and notification:
            space = COMMON
        prefix = 'common' if space == COMMON else 'rp'
        if 'xml-prefix-other' in has:
            prefix = 'ns2'
        name = root
        if 'notification-xml-root-is-type-name' in bad and notification:
            name = 'RoamingSubscriptionNotification'
        indent = 'xml-indented' in has or ('notifications-indented' in has and notification)
        inner = ''.join(self.element(k, v, 1 if indent else 0, not space) for k, v in value.items())
        if indent:
            inner += '\n'
        tag, declare = f'{prefix}:{name}', f' xmlns:{prefix}="{space}"'
        if 'xml-root-in-default-namespace' in has:
            inner = re.sub(r'<([a-zA-Z]+)(?=[ >/])', r'<\1 xmlns=""', ''.join(
                self.element(k, v, 0, True) for k, v in value.items()))
            tag, declare = name, f" xmlns='{space}'"
        if 'xml-without-namespace' in bad and root == 'roamingSubscription':
            tag, declare = name, ''
        if 'xml-children-qualified' in bad and root == 'roamingSubscription':
            tag, declare = name, f' xmlns="{space}"'
        if 'xml-schema-location' in has:
            declare += f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{space} a.xsd"'
        if 'extra-members' in has:
            inner += '<traceId>b1</traceId><x:y xmlns:x="urn:x"><status>s</status></x:y>'
        text = f'<{tag}{declare}>{inner}</{tag}>'
        if 'xml-with-comments' in has:
            text = re.sub(r'(<status>|</arpId>)', r'<!-- of the DSP -->\1', f'<!-- one -->{text}<!-- two -->')
        if 'xml-character-references' in has:
            text = re.sub(r'[^\x00-\x7f]', lambda m: f'&#x{ord(m[0]):X};', text)
        if 'xml-ampersand-raw' in bad:
            text = text.replace('&amp;', '&')
        if 'notification-non-ascii-lost' in bad and notification:
            text = re.sub(r'[^\x00-\x7f]', '?', text)
        if 'xml-of-a-binding-framework' in has:
            text = text.replace(f'<{tag}', f'<{tag} xmlns:ns2="{COMMON}" xmlns:xs="http://www.w3.org/2001/XMLSchema"', 1)
        if 'xml-with-processing-instruction' in has:
            text = '<?xml-stylesheet href="a.xsl" type="text/xsl"?>' + text
        declaration = '' if 'xml-without-declaration' in has else '<?xml version="1.0" encoding="UTF-8"?>\n'
        if 'xml-in-another-hand' in has:
            declaration = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>"
        if 'xml-declares-utf-16' in bad:
            declaration = '<?xml version="1.0" encoding="utf-16"?>'
        if 'xml-in-utf-16' in has:
            return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode('utf-16')
        if 'xml-in-latin-1' in bad:
            return (declaration + text).encode('latin-1', 'replace')
        mark = b'\xef\xbb\xbf' if 'xml-byte-order-mark' in has else b''
        return mark + (declaration + text).encode('utf-8')

    def element(self, name, value, depth, plain):
        if value is None:
            nil = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
            return f'<{name}{nil}/>' if 'xml-nil-for-absent' in self.flaws else ''
        if isinstance(value, list):
            return ''.join(self.element(name, v, depth, plain) for v in value)
        lead = '\n' + '  ' * depth if depth else ''
        if isinstance(value, dict):
            if 'notification-link-is-text' in self.flaws and '@href' in value:
                return f'{lead}<{name}>{escape(value["@href"])}</{name}>'
            pairs = [(k, v) for k, v in value.items() if k[0] == '@']
            if 'xml-in-another-hand' in self.variations:
                attributes = ''.join(f"\n  {k[1:]} = '{escape(v, True)}'" for k, v in reversed(pairs))
            else:
                attributes = ''.join(f' {k[1:]}="{escape(v, True)}"' for k, v in pairs)
            inner = ''.join(self.element(k, v, depth + 1 if depth else 0, plain)
                            for k, v in value.items() if k[0] != '@')
            return f'{lead}<{name}{attributes}>{inner}{lead if inner else ""}</{name}>' if inner else \
                f'{lead}<{name}{attributes}/>'
        text = str(value)
        if name == 'status' and 'status-is-spaced-in-xml' in self.flaws:
            text = f'\n    {text}\n  '
        if name == 'callbackData' and self.notifying and 'notification-data-escaped-twice' in self.flaws:
            text = escape(text)
        if 'xml-character-data-sections' in self.variations and text and ']]>' not in text and not plain \
                and '\r' not in text:
            return f'{lead}<{name}><![CDATA[{text}]]></{name}>'
        return f'{lead}<{name}>{escape(text)}</{name}>'

    # JSON

    def json(self, root, value, notification):
        has, bad = self.variations, self.flaws
        inner = self.member(value, None)
        if 'extra-members' in has:
            inner['xTraceId'] = 'b1'
        if 'json-reversed' in has:
            inner = reverse(inner)
        body = {root: inner}
        if 'json-root-with-prefix' in bad and not notification and root != 'requestError':
            body = {'rp:' + root: inner}
        if ('json-without-root' in bad and root == 'roamingSubscription') or \
                ('notification-json-without-root' in bad and notification) or \
                ('errors-without-root-in-json' in bad and root == 'requestError'):
            body = inner
        plain = 'json-ascii' in has
        if 'notification-non-ascii-lost' in bad and notification:
            return re.sub(r'[^\x00-\x7f]', '?', json.dumps(body, ensure_ascii=False)).encode()
        if 'json-indented' in has:
            return ('\n' + json.dumps(body, indent='\t', ensure_ascii=plain) + '\n').encode('utf-8')
        text = json.dumps(body, ensure_ascii=plain)
        if 'json-in-latin-1' in bad:
            return text.encode('latin-1', 'replace')
        return (text.replace('/', '\\/') if plain else text).encode('utf-8')

    def member(self, value, name):
        bad = self.flaws
        if isinstance(value, dict):
            out = {}
            for k, v in value.items():
                if v is None:
                    if 'json-nulls-for-absent' in bad:
                        out[k] = None
                    continue
                if k == 'callbackData' and v == '' and 'json-null-for-empty' in self.variations:
                    out[k] = None
                    continue
                key = k if 'json-link-attributes-marked' in bad else k.lstrip('@')
                out[key] = self.member(v, k)
            if 'notification-link-is-text' in bad and '@href' in value:
                return value['@href']
            return out
        if isinstance(value, list):
            if 'json-single-user-wrapped' in bad and name == 'userId':
                return {'userId': [self.member(v, None) for v in value]}
            items = [self.member(v, None) for v in value]
            if 'json-instance-arrays' in self.variations and len(items) == 1:
                return items[0]
            return items
        text = str(value)
        if (name == 'value' and 'user-value-numeric-in-json' in bad or name == 'roamingSubscriptionId' and
                'notification-id-numeric-in-json' in bad) and re.fullmatch('[0-9]+', text):
            return int(text)
        if name == 'callbackData':
            if 'words-are-typed-in-json' in bad and text in ('true', 'false', 'null'):
                return {'true': True, 'false': False, 'null': None}[text]
            numeric = ('notification-data-numeric-in-json' if self.notifying else 'callback-data-numeric-in-json') in bad
            if numeric and re.fullmatch(r'-?[0-9]+', text):
                return int(text)
        return text


def reverse(value):
    if isinstance(value, dict):
        return {k: reverse(v) for k, v in reversed(list(value.items()))}
    return [reverse(v) for v in value] if isinstance(value, list) else value
