Feature: Getting content in parts
  A device with little memory gets a content one range of bytes at a time.
  Positions count from 0, and both ends of a range belong to it.

  @exosite.range.answers-partial-content @must
  Rule: A range that leaves out some of the content is answered 206 Partial Content
    Source: /provision/download, GET - get content - "206 Partial Content if the response is partial".
    Reading: EX-4 - only a range that covers everything may also be answered 200.

    Scenario: The range has both bounds
      Given a client with contents
      When the device gets the bytes from 2 to 5
      Then the answer is partial

    Scenario: The range is the first byte
      Given a client with contents
      When the device gets the bytes from 0 to 0
      Then the answer is partial

    Scenario: The positions differ in their number of digits
      Given a client with contents
      When the device gets the bytes from 9 to 10
      Then the answer is partial

    Scenario: The content is text
      Given a content that is text
      When the device gets the bytes from 0 to 0
      Then the answer is partial

    Scenario: The range has no end
      Given a client with contents
      When the device gets the bytes from 2 on
      Then the answer is partial

    Scenario: The range counts from the end
      Given a client with contents
      When the device gets the last 3 bytes
      Then the answer is partial

  @exosite.range.begins-at-first-position @must
  Rule: A range begins with the byte at its first position, counted from 0
    Source: /provision/download, GET - get content - "X is the start byte position"; "Both are 0 based".

    Scenario Outline: The range begins at <first>
      Given a client with contents
      When the device gets the bytes from <first> to <last>
      Then the part begins with the byte asked for

      Examples:
        | first | last |
        | 0     | 4    |
        | 1     | 4    |
        | 7     | 12   |

  @exosite.range.ends-at-last-position @must
  Rule: A range ends with the byte at its last position, which is included
    Source: /provision/download, GET - get content - "Y is the end position"; "Both are 0 based".

    Scenario Outline: The range ends at <last>
      Given a client with contents
      When the device gets the bytes from <first> to <last>
      Then the part ends with the byte asked for

      Examples:
        | first    | last             |
        | 2        | 5                |
        | 0        | 0                |
        | 0        | the last but one |
        | 3        | the last         |
        | the last | the last         |

  @exosite.range.runs-to-the-end-without-last-position @must
  Rule: A range without a last position runs to the end of the content
    Source: /provision/download, GET - get content - "If Y is omitted, it will default to the end of the content".

    Scenario Outline: The range begins at <first>
      Given a client with contents
      When the device gets the bytes from <first> on
      Then the part is the rest of the content

      Examples:
        | first    |
        | 1        |
        | 7        |
        | the last |

  @exosite.range.large-parts-are-complete @must @capability:states-at-will
  Rule: A part of many bytes arrives in full length as well
    Source: /provision/download, GET - get content - "the <id> content blob, or its requested range, is returned".
    Reading: contents are "e.g., firmware images", and the device chooses how large its chunks are.

    Scenario: The range has no last position
      Given a content of 300001 bytes
      When the device gets the bytes from 1 on
      Then the part is the rest of the content

    Scenario: The range has both bounds
      Given a content of 300001 bytes
      When the device gets the bytes from 65530 to 262150
      Then the part ends with the byte asked for

  @exosite.range.reaches-far-positions @must @capability:states-at-will
  Rule: A range that begins far into a content of many bytes brings its bytes as well
    Source: /provision/download, GET - get content - "X is the start byte position to return".
    Reading: contents are "e.g., firmware images", which devices get "a chunk of bytes at a time", up to the last.

    Scenario Outline: The range begins at <first>
      Given a content of 300001 bytes
      When the device gets the bytes from <first> to <last>
      Then the part from far within arrives

      Examples:
        | first  | last   |
        | 65536  | 65599  |
        | 299936 | 299999 |

  @exosite.range.counts-from-the-end-without-first-position @must
  Rule: A range without a first position is the last so many bytes
    Source: /provision/download, GET - get content - "If X is omitted, Y will request the last Y count of bytes".
    Reading: EX-5 - without X, Y is a count and no position.

    Scenario Outline: The device asks for <count>
      Given a client with contents
      When the device gets the last <count> bytes
      Then the part is the end of the content

      Examples:
        | count |
        | 1     |
        | 5     |

    Scenario: The device asks for all bytes of each content but the first
      Given a client with contents
      When the device gets all bytes of each content but the first
      Then each part is the end of its content

  @exosite.range.covers-everything @must
  Rule: A range that covers the whole content delivers the whole content
    Source: /provision/download, GET - get content - "the <id> content blob, or its requested range, is returned".
    Reading: EX-4 - 200 or 206, both are accepted.

    Scenario: The range has no end
      Given a client with contents
      When the device gets the bytes from 0 on
      Then the whole content arrives

    Scenario: The range ends at the last position
      Given a client with contents
      When the device gets the bytes from 0 to the last
      Then the whole content arrives

  @exosite.range.states-positions @must
  Rule: Content-Range states the first and the last position of the bytes that are returned
    Source: /provision/download, GET - get content - "Content-Range: bytes <first position>-<last position>/<total length>".
    Reading: EX-4 - a partial answer states it.

    Scenario: The range has both bounds
      Given a client with contents
      When the device gets the bytes from 2 to 5
      Then the stated positions are those of the part

    Scenario: The range has no end
      Given a client with contents
      When the device gets the bytes from 7 on
      Then the stated positions are those of the part

    Scenario: The range counts from the end
      Given a client with contents
      When the device gets the last 3 bytes
      Then the stated positions are those of the part

    Scenario: The device asks for no range
      Given a client with contents
      When the device gets the content
      Then no positions are stated but those of the whole content

  @exosite.range.states-total-length @must
  Rule: Content-Range states the total length of the content
    Source: /provision/download, GET - get content - "Content-Range: bytes <first position>-<last position>/<total length>".

    Scenario: The range has both bounds
      Given a client with contents
      When the device gets the bytes from 2 to 5
      Then the stated total is the length of the content

    Scenario: The range counts from the end
      Given a client with contents
      When the device gets the last 3 bytes
      Then the stated total is the length of the content

  @exosite.range.states-no-position-beyond @must
  Rule: Content-Range states positions that the content has, also where the range asks for more
    Source: /provision/download, GET - get content - "Content-Range: bytes <first position>-<last position>/<total length>".
    Reading: EX-5 - whether such a range is answered as a part is left open; if it is, the positions are those of its bytes.

    Scenario: The range ends beyond the content
      Given a client with contents
      When the device gets the bytes from 7 to a thousand beyond the last
      Then the positions that are stated are those of the part

    Scenario: The device asks for more last bytes than there are
      Given a client with contents
      When the device gets the last 100000000 bytes
      Then the positions that are stated are those of the part

    Scenario: The device asks for the last bytes without wanting any
      Given a client with contents
      When the device gets the last 0 bytes
      Then the positions that are stated are those of the part

    Scenario: The range begins right behind the content
      Given a client with contents
      When the device gets the bytes from one beyond the last on
      Then the positions that are stated are those of the part

    Scenario: The range ends before it begins
      Given a client with contents
      When the device gets the bytes from 5 to 2
      Then the positions that are stated are those of the part

  @exosite.range.states-no-position-of-nothing @must @capability:empty-content
  Rule: Content-Range states no positions of a content without any bytes
    Source: /provision/download, GET - get content - "Content-Range: bytes <first position>-<last position>/<total length>".
    Reading: EX-5 - such a range may be refused, ignored or answered with an empty part; no byte has a position.

    Scenario: The device asks for the last bytes
      Given a content that is empty
      When the device gets the last 3 bytes
      Then no positions are stated

    Scenario: The device asks for all bytes from the first on
      Given a content that is empty
      When the device gets the bytes from 0 on
      Then no positions are stated

    Scenario: The device asks for the first byte
      Given a content that is empty
      When the device gets the bytes from 0 to 0
      Then no positions are stated

  @exosite.range.states-number-of-bytes @must
  Rule: Content-Length of a part is the number of bytes that are returned
    Source: /provision/download, GET - get content - "Content-Length: <number of bytes being returned>".

    Scenario: The range has both bounds
      Given a client with contents
      When the device gets the bytes from 2 to 5
      Then the answer states the length of its body

  @exosite.range.has-type-of-upload @must
  Rule: A part has the Content-Type that the content was uploaded with
    Source: /provision/download, GET - get content - "Content-Type of <blob> is based on the type set in the POST".

    Scenario Outline: The content <kind>
      Given a content that <kind>
      When the device gets the bytes from 0 to 0
      Then the part has the type of its upload

      Examples:
        | kind      |
        | is binary |
        | is text   |

  @exosite.range.announces-bytes-only @must
  Rule: Accept-Ranges, where it is stated, says bytes
    Source: /provision/download, GET - get content - "{Accept-Ranges: bytes}".

    Scenario: The device asks for no range
      Given a client with contents
      When the device gets the content
      Then the answer announces no ranges but those of bytes

    Scenario: The device asks for a range
      Given a client with contents
      When the device gets the bytes from 2 to 5
      Then the answer announces no ranges but those of bytes

  @exosite.range.ends-with-the-content @should @decision
  Rule: A range whose last position is beyond the end runs to the end of the content
    Source: /provision/download, GET - get content, silent on it; HTTP/1.1 cuts such a range.

    Scenario Outline: The range ends at <last>
      Given a client with contents
      When the device gets the bytes from 7 to <last>
      Then the rest of the content arrives

      Examples:
        | last                       |
        | one beyond the last        |
        | a thousand beyond the last |

  @exosite.range.counts-at-most-everything @should @decision
  Rule: The last so many bytes of a shorter content are the whole content
    Source: /provision/download, GET - get content, silent on it; HTTP/1.1 returns the entire content.
    Reading: EX-4 - 200 or 206, both are accepted.

    Scenario: More bytes are asked for than there are
      Given a client with contents
      When the device gets the last 100000000 bytes
      Then the whole content arrives

  @exosite.range.brings-no-other-bytes @should @decision
  Rule: A range that begins beyond the end is not answered with bytes from elsewhere
    Source: /provision/download, GET - get content - "the <id> content blob, or its requested range, is returned".
    Reading: EX-5 - 200 with the whole content, an empty 206 and any refusal are accepted.

    Scenario: The range begins beyond what 32 bits can hold
      Given a client with contents
      When the device gets the bytes from 4294967298 to 4294967301
      Then no other part of the content arrives

  @exosite.range.reads-header-name-without-case @should @decision
  Rule: The name of the header Range is read without regard to case
    Source: HTTP/1.1, which the document's requests name.

    Scenario: The device spells the header name in lower case
      Given a client with contents
      When the device gets a part of the content with a lower-case range header
      Then the answer is partial

  @exosite.range.reads-bytes-only @should @decision
  Rule: A range of another unit than bytes is not answered as a part
    Source: /provision/download, GET - get content - "The header Range: bytes=<range-specifier>".
    Reading: the document knows no other unit; ignoring such a range and refusing it are both accepted.

    Scenario Outline: The device counts in <unit>
      Given a client with contents
      When the device gets a range of <unit>
      Then the answer is not partial

      Examples:
        | unit      |
        | lines     |
        | kilobytes |

  @exosite.range.needs-a-bound @should @decision
  Rule: A range with neither bound is not answered as a part
    Source: /provision/download, GET - get content - "at least one of them must be present".
    Reading: the sentence binds the device; ignoring such a range and refusing it are both accepted.

    Scenario: The range is a mere hyphen
      Given a client with contents
      When the device gets the bytes of a range without bounds
      Then the answer is not partial
