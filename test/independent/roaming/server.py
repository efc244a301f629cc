#!/usr/bin/env python3
"""An independent DSP of the OMA RESTful Network API for roamingProvisioning, with a stage. Standard library only.

Prints one line {"url", "stage"} with the rest of its target entry when it listens. --flaw NAME breaks one sentence of the document,
--variation NAME differs in something that the document leaves open, --list prints both lists.
"""
import argparse
import asyncio
import json
import sys

from catalogue import FLAWS, VARIATIONS
from habits import HabitualDsp
from wire import serve


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--flaw', action='append', default=[])
    parser.add_argument('--variation', action='append', default=[])
    parser.add_argument('--list', action='store_true')
    parser.add_argument('--port', type=int, default=0)
    args = parser.parse_args()
    if args.list:
        print(json.dumps({
            'flaws': [{'name': n, 'sentence': s} for n, s in FLAWS.items()],
            'variations': [{'name': n, 'why': s} for n, s in VARIATIONS.items()],
        }))
        return
    for name, known in [(f, FLAWS) for f in args.flaw] + [(v, VARIATIONS) for v in args.variation]:
        if name not in known:
            sys.exit(f'Unknown name "{name}".')
    asyncio.run(run(args))


async def run(args):
    dsp = HabitualDsp(set(args.flaw), set(args.variation))
    server, port = await serve(dsp, args.port)
    print(json.dumps(dsp.listening(port)), flush=True)
    async with server:
        await server.serve_forever()


if __name__ == '__main__':
    main()
