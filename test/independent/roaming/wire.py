"""HTTP/1.1 on asyncio streams: requests in, answers out, and the calls that the DSP makes."""
import asyncio
import email.utils
import gzip
import ssl
from urllib.parse import urlsplit

MAX_HEAD = 32768
MAX_BODY = 1 << 20

CLOSING = ('closes-connections', 'closes-without-saying', 'answers-in-http-1.0', 'bodies-end-with-the-connection')

REASONS = {
    200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 400: 'Bad Request', 401: 'Unauthorized',
    403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 406: 'Not Acceptable', 409: 'Conflict',
    410: 'Gone', 411: 'Length Required', 413: 'Request Entity Too Large', 414: 'Request-URI Too Long',
    415: 'Unsupported Media Type', 431: 'Request Header Fields Too Large', 500: 'Internal Server Error',
    501: 'Not Implemented',
}


class Bad(Exception):
    """A request that is no HTTP; the connection is closed after the answer."""

    def __init__(self, status):
        self.status = status


class Request:
    def __init__(self, method, target, headers, body):
        self.method = method
        self.headers = headers
        self.body = body
        if target.startswith(('http://', 'https://')):
            parts = urlsplit(target)
            target = (parts.path or '/') + ('?' + parts.query if parts.query else '')
        self.path, _, self.query = target.partition('?')

    def get(self, name):
        values = [v for n, v in self.headers if n == name]
        return ', '.join(values) if values else None


class Reply:
    def __init__(self, status, headers=(), body=b''):
        self.status = status
        self.headers = list(headers)
        self.body = body
        self.close = False


async def serve(dsp, port):
    async def connected(reader, writer):
        try:
            await converse(dsp, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.TimeoutError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, '127.0.0.1', port, limit=MAX_HEAD)
    return server, server.sockets[0].getsockname()[1]


async def converse(dsp, reader, writer):
    remembered, limit = None, None
    while True:
        try:
            request = await asyncio.wait_for(read_request(reader, writer, dsp), limit)
        except Bad as bad:
            await write_reply(dsp, writer, dsp.refuse_plainly(bad.status), 'GET', True)
            return
        if request is None:
            return
        if 'credentials-remembered-by-connection' in dsp.flaws:
            remembered = request.get('authorization') or remembered
            if remembered is not None and request.get('authorization') is None:
                request.headers.append(('authorization', remembered))
        limit = 0.3 if 'short-keep-alive' in dsp.variations else None
        reply = await dsp.answer(request)
        if reply is None:
            return
        if 'compresses-when-accepted' in dsp.variations and reply.body and 'gzip' in (request.get('accept-encoding') or ''):
            reply.headers += [('Content-Encoding', 'gzip'), ('Vary', 'Accept-Encoding')]
            reply.body = gzip.compress(reply.body)
        wanted = (request.get('connection') or '').lower()
        close = 'close' in wanted or reply.close or any(name in dsp.variations for name in CLOSING)
        await write_reply(dsp, writer, reply, request.method, close)
        if close:
            return


async def read_request(reader, writer, dsp):
    try:
        head = await reader.readuntil(b'\r\n\r\n')
    except asyncio.LimitOverrunError:
        raise Bad(414) from None
    except asyncio.IncompleteReadError as error:
        if error.partial.strip():
            raise Bad(400) from None
        return None
    lines = head.lstrip(b'\r\n').decode('latin-1').split('\r\n')[:-2]
    parts = lines[0].split(' ')
    if len(parts) != 3 or not parts[2].startswith('HTTP/1.') or not parts[0].isalpha():
        raise Bad(400)
    headers = []
    for line in lines[1:]:
        name, colon, value = line.partition(':')
        if not colon or not name or name != name.strip():
            raise Bad(400)
        headers.append((name.lower(), value.strip()))
    request = Request(parts[0], parts[1], headers, b'')
    if 'absolute-uri-not-understood' in dsp.flaws and parts[1].startswith('http'):
        request.path = parts[1]
    if 'chunked-request-refused' in dsp.flaws and request.get('transfer-encoding') is not None:
        raise Bad(411)
    if 'host-missing-taken' not in dsp.flaws and request.get('host') is None and parts[2] == 'HTTP/1.1':
        raise Bad(400)
    if len(parts[1]) > 8000:
        raise Bad(414)
    if ((request.get('expect') or '').lower() == '100-continue' and 'expectation-ignored' not in dsp.flaws) or (
            'sends-100-late' in dsp.variations and request.method in ('POST', 'PUT')
            and not request.path.startswith('/_stage')):
        writer.write(b'HTTP/1.1 100 Continue\r\n\r\n')
    request.body = await read_body(reader, request)
    return request


async def read_body(reader, request):
    coding = request.get('transfer-encoding')
    if coding is not None:
        if coding.lower() != 'chunked':
            raise Bad(501)
        body = b''
        while True:
            line = await reader.readuntil(b'\r\n')
            try:
                size = int(line.split(b';')[0].strip(), 16)
            except ValueError:
                raise Bad(400) from None
            if size == 0:
                while (await reader.readuntil(b'\r\n')) != b'\r\n':
                    pass
                return body
            if len(body) + size > MAX_BODY:
                raise Bad(413)
            body += await reader.readexactly(size)
            await reader.readexactly(2)
    length = request.get('content-length')
    if length is None:
        return b''
    if not length.isascii() or not length.isdigit():
        raise Bad(400)
    if int(length) > MAX_BODY:
        raise Bad(413)
    return await reader.readexactly(int(length))


async def write_reply(dsp, writer, reply, method, close):
    has = dsp.variations
    reason = REASONS.get(reply.status, 'Status')
    if 'no-reason-phrase' in has:
        reason = ''
    if 'other-reason-phrase' in has:
        reason = 'So be it'
    headers = [('Date', email.utils.formatdate(usegmt=True)), ('Server', 'dsp/0.7')] + reply.headers
    if 'content-type-before-date' in has:
        headers.reverse()
    if 'extra-headers' in has:
        headers += [('X-Request-Id', 'a7f3'), ('Cache-Control', 'no-store'), ('Vary', 'Accept'), ('Vary', 'Accept-Encoding'),
                    ('Set-Cookie', 'route=3; Path=/'), ('Set-Cookie', 'lang=en'), ('Via', '1.1 edge')]
    if 'no-server-header' in has:
        headers = [h for h in headers if h[0] != 'Server']
    chunked = any(name in has for name in ('chunked', 'chunked-with-extensions')) and reply.status not in (204, 304)
    length = len(reply.body)
    if 'length-counts-characters' in dsp.flaws:
        length = len(reply.body.decode('utf-8', 'replace'))
    if reply.status not in (204, 304) and 'bodies-end-with-the-connection' not in has:
        headers.append(('Transfer-Encoding', 'chunked') if chunked else ('Content-Length', str(length)))
    if close and 'closes-without-saying' not in has:
        headers.append(('Connection', 'close'))
    if 'headers-lower' in has:
        headers = [(n.lower(), v) for n, v in headers]
    if 'headers-upper' in has:
        headers = [(n.upper(), v) for n, v in headers]
    version = '1.0' if 'answers-in-http-1.0' in has else '1.1'
    head = f'HTTP/{version} {reply.status} {reason}\r\n' + ''.join(f'{n}: {v}\r\n' for n, v in headers) + '\r\n'
    body = b'' if method == 'HEAD' or reply.status in (204, 304) else reply.body[:length]
    if chunked and method != 'HEAD':
        body = chunks(body, 'chunked-with-extensions' in has)
    await send(writer, head.encode('latin-1') + body, 'answers-in-small-packets' in has)


async def send(writer, data, slowly):
    for at in range(0, len(data), 71 if slowly else len(data)):
        writer.write(data[at:at + 71] if slowly else data)
        await writer.drain()
        if slowly:
            await asyncio.sleep(0.001)


def chunks(body, extended=False):
    parts = [body[i:i + 97] for i in range(0, len(body), 97)]
    extension, trailer = (b';name="v"', b'X-Checked: yes\r\n') if extended else (b'', b'')
    return b''.join(b'%x%s\r\n%s\r\n' % (len(p), extension, p) for p in parts) + b'0\r\n' + trailer + b'\r\n'


class Caller:
    """POSTs notifications; keeps connections if asked to."""

    def __init__(self, keep_alive, chunked, manner=frozenset()):
        self.keep_alive = keep_alive
        self.chunked = chunked
        self.manner = manner
        self.kept = {}

    async def call(self, method, url, content_type, body):
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == 'https' else 80)
        place = (parts.scheme, parts.hostname, port)
        streams = self.kept.pop(place, None)
        if streams is None:
            secure = ssl._create_unverified_context() if parts.scheme == 'https' else None
            streams = await asyncio.open_connection(parts.hostname, port, ssl=secure)
        reader, writer = streams
        target = (parts.path or '/') + ('?' + parts.query if parts.query else '')
        if 'notifications-through-a-proxy' in self.manner:
            target = f'{parts.scheme}://{parts.hostname}:{port}{target}'
        version = '1.0' if 'notifications-in-http-1.0' in self.manner else '1.1'
        head = [f'{method} {target} HTTP/{version}', f'Host: {parts.hostname}:{port}', f'Content-Type: {content_type}',
                'Accept: application/json, application/xml', 'User-Agent: dsp']
        if 'notifications-through-a-proxy' in self.manner:
            head += ['Via: 1.1 egress', 'X-Forwarded-For: 10.1.2.3', 'Forwarded: for=10.1.2.3', 'Cookie: a=b']
        if 'notification-without-host' in self.manner:
            head = [line for line in head if not line.startswith('Host')]
        if 'notification-without-content-type' in self.manner:
            head = [line for line in head if not line.startswith('Content-Type')]
        waits = 'notifications-expect-continue' in self.manner
        if waits:
            head.append('Expect: 100-continue')
        if self.chunked:
            head.append('Transfer-Encoding: chunked')
            body = chunks(body)
        else:
            head.append(f'Content-Length: {len(body)}')
        if not self.keep_alive:
            head.append('Connection: close')
        if 'notifications-with-lower-headers' in self.manner:
            head = head[:1] + [line.partition(':')[0].lower() + ':' + line.partition(':')[2].strip() for line in head[1:]]
        try:
            start = ('\r\n'.join(head) + '\r\n\r\n').encode('latin-1')
            if waits:
                writer.write(start)
                interim = await asyncio.wait_for(reader.readuntil(b'\r\n\r\n'), 10)
                if not interim.startswith(b'HTTP/1.1 100'):
                    writer.close()
                    return int(interim.split(b' ')[1])
                start = b''
            await send(writer, start + body, 'notifications-in-small-packets' in self.manner)
            if 'notifications-answer-unread' in self.manner:
                await asyncio.sleep(0.1)
                writer.close()
                return 200
            answer = await asyncio.wait_for(reader.readuntil(b'\r\n\r\n'), 10)
            lines = answer.decode('latin-1').split('\r\n')
            length = next((int(line.split(':')[1]) for line in lines if line.lower().startswith('content-length:')), 0)
            chunky = any(line.lower().startswith('transfer-encoding:') for line in lines)
            await reader.readexactly(length)
        except Exception:
            writer.close()
            raise
        if self.keep_alive and not chunky and 'connection: close' not in answer.decode('latin-1').lower():
            self.kept[place] = streams
        else:
            writer.close()
        return int(lines[0].split(' ')[1])
