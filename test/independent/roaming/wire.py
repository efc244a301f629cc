"""HTTP/1.1 on asyncio streams: requests in, answers out, and the calls that the DSP makes."""
import asyncio
import email.utils
import ssl
from urllib.parse import urlsplit

MAX_HEAD = 32768
MAX_BODY = 1 << 20

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
    while True:
        try:
            request = await read_request(reader, writer, dsp)
        except Bad as bad:
            await write_reply(dsp, writer, dsp.refuse_plainly(bad.status), 'GET', True)
            return
        if request is None:
            return
        reply = await dsp.answer(request)
        if reply is None:
            return
        wanted = (request.get('connection') or '').lower()
        close = 'close' in wanted or reply.close or 'closes-connections' in dsp.variations
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
    if request.get('host') is None and parts[2] == 'HTTP/1.1':
        raise Bad(400)
    if len(parts[1]) > 8000:
        raise Bad(414)
    if (request.get('expect') or '').lower() == '100-continue' or (
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
    chunked = 'chunked' in has and reply.status != 204
    if reply.status != 204:
        headers.append(('Transfer-Encoding', 'chunked') if chunked else ('Content-Length', str(len(reply.body))))
    if close:
        headers.append(('Connection', 'close'))
    if 'headers-lower' in has:
        headers = [(n.lower(), v) for n, v in headers]
    if 'headers-upper' in has:
        headers = [(n.upper(), v) for n, v in headers]
    head = f'HTTP/1.1 {reply.status} {reason}\r\n' + ''.join(f'{n}: {v}\r\n' for n, v in headers) + '\r\n'
    body = b'' if method == 'HEAD' or reply.status == 204 else reply.body
    if chunked and method != 'HEAD':
        body = chunks(body)
    writer.write(head.encode('latin-1') + body)
    await writer.drain()


def chunks(body):
    parts = [body[i:i + 97] for i in range(0, len(body), 97)]
    return b''.join(b'%x\r\n%s\r\n' % (len(p), p) for p in parts) + b'0\r\n\r\n'


class Caller:
    """POSTs notifications; keeps connections if asked to."""

    def __init__(self, keep_alive, chunked):
        self.keep_alive = keep_alive
        self.chunked = chunked
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
        head = [f'{method} {target} HTTP/1.1', f'Host: {parts.hostname}:{port}', f'Content-Type: {content_type}',
                'Accept: application/json, application/xml', 'User-Agent: dsp']
        if self.chunked:
            head.append('Transfer-Encoding: chunked')
            body = chunks(body)
        else:
            head.append(f'Content-Length: {len(body)}')
        if not self.keep_alive:
            head.append('Connection: close')
        try:
            writer.write(('\r\n'.join(head) + '\r\n\r\n').encode('latin-1') + body)
            await writer.drain()
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
