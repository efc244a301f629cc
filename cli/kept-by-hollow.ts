const opened = {
  'thunder.transports.websocket-takes-the-asked-subprotocol':
    'it agrees to the sub-protocol that is asked for',
  'thunder.transports.websocket-names-no-subprotocol-unasked':
    'it names no sub-protocol where none is asked for',
}

/** What hollow servers do keep, although there is nothing behind them: by the server's name, each rule with why. */
export const keptByHollow: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'opens WebSockets and says nothing': opened,
  'echoes over WebSocket': opened,
  'sends garbage over WebSocket': opened,
  'closes WebSockets at the first message': opened,
  'answers null over WebSocket': {
    ...opened,
    'thunder.envelope.answers-once': 'it answers each call once',
    'thunder.notification.gets-no-answer': 'it answers what has an id, and nothing else',
    'thunder.transports.websocket-answers-in-text': 'its answers are text',
    'thunder.transports.websocket-shields-others-from-garbage':
      'garbage on one connection disturbs no answer on another',
  },
}
