Feature: Values in both formats
  A string is the same string in XML and in JSON, whatever it looks like.
  The DSP gives back each character that it was given.

  @roaming.values.json-keeps-strings @must
  Rule: A string that looks like something else is a string in JSON
    Source: 6, last bullet - "SHALL follow the rules for JSON encoding"; 5.2.2, where every simple type is a string or derived from it.
    Reading: only types derived from numbers become numbers, and this API has none (J5 of the companion).

    Scenario Outline: The callbackData is <callbackData>
      Given a customer of the DSP
      And the ARP speaks JSON
      When the ARP requests pre-provisioning with the callbackData "<callbackData>"
      Then the answer repeats the callbackData that the ARP sent

      Examples:
        | callbackData |
        | 12345        |
        | 00123        |
        | true         |
        | null         |
        | 1e3          |
        | 2013-05-13T16:05:00+02:00 |

  @roaming.values.takes-no-number-for-nothing @should @decision
  Rule: A number where a string belongs is refused, or taken for its digits
    Source: 6, last bullet - "SHALL follow the rules for JSON encoding"; 5.2.2, where every simple type is a string or derived from it.
    Reading: the ARP is wrong, and must not believe that its data are kept when they are not.

    Scenario: The callbackData is a number
      Given a customer of the DSP
      And the ARP speaks JSON
      When the ARP requests pre-provisioning with a number for the callbackData
      Then the request is refused, or the answer repeats the callbackData that the ARP sent

  @roaming.values.xml-string-stays-a-string-in-json @must
  Rule: A value that was sent in XML is the same string in JSON
    Source: 6, last bullet - "generation and handling of the JSON representations".

    Scenario Outline: <what>
      Given a subscription that the ARP requested in XML with the callbackData "<callbackData>"
      And the ARP speaks JSON
      When the ARP retrieves the subscription
      Then the answer repeats the callbackData that the ARP sent

      Examples:
        | what          | callbackData |
        | A number      | 12345        |
        | Leading zeros | 00123        |
        | A literal     | false        |

  @roaming.values.keeps-every-character @must @reference
  Rule: Characters beyond ASCII and characters of markup survive
    Source: 5.2.2.1 - xsd:string, of [XMLSchema2]; RFC 4627, section 3 - "encoded in Unicode".

    Scenario Outline: <what> in <format>
      Given a customer of the DSP
      And the ARP speaks <format>
      When the ARP requests pre-provisioning with the callbackData <callbackData>
      Then the answer repeats the callbackData that the ARP sent

      Examples:
        | what         | format | callbackData                 |
        | Beyond ASCII | XML    | "Zürich ☎ 電話 𝒳"            |
        | Beyond ASCII | JSON   | "Zürich ☎ 電話 𝒳"            |
        | Markup       | XML    | '<b class="x">&amp; ]]></b>' |
        | Markup       | JSON   | '<b class="x">&amp; ]]></b>' |
        | Nothing but markup | XML | "<&>" |
        | Combining marks | JSON | "Zürich Ångstrom" |
        | Outer spaces | XML    | "  two  spaces  "            |
        | Outer spaces | JSON   | "  two  spaces  "            |
