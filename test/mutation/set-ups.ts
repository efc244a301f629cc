/** The variations with which a simulator is judged beside what it is without any: those that are parts of its own source. */
export const SET_UPS: Readonly<Record<string, readonly string[]>> = {
  seram: [
    'sessionID is spelt sessionId',
    'secureElement is spelt secureElements',
    'Basic authentication',
    'an API key in a header field',
    'an API key in the query',
    'an API key in a cookie',
  ],
  onapi: ['follows release 2.5', 'follows release 2.6 with one key'],
  thunder: [
    'follows release 2',
    'follows release 2 of 2023',
    'follows release 4',
    'follows release 5',
    'follows release 5.0',
  ],
  roaming: [
    'speaks the published API',
    'shows the time of arrival as a date',
    'gives identifiers with reserved characters, percent-encoded',
    'decides by itself after a moment',
  ],
}
