Feature: What JSON-RPC asks of the client
  The text binds both sides of a call.
  A run plays the client itself, so these rules are listed and not judged.

  @thunder.client.sends-version-2 @must @reference @client @unobservable
  Rule: A client names the version of JSON-RPC as exactly "2.0"
    Source: References, JSON-RPC, section 4 - "MUST be exactly "2.0"".
    Why: the run is the client.

  @thunder.client.sends-structured-parameters @must @reference @client @unobservable
  Rule: A client sends parameters as an object or an array
    Source: References, JSON-RPC, section 4.2 - "MUST be provided as a Structured value".
    Why: the run is the client.

  @thunder.client.sends-usable-ids @should @reference @client @unobservable
  Rule: A client sends ids that are neither null nor a fraction
    Source: References, JSON-RPC, section 4 - "SHOULD normally not be Null", "SHOULD NOT contain fractional parts".
    Why: the run is the client.

  @thunder.client.matches-batches-by-id @should @reference @client @unobservable
  Rule: A client matches the answers of a batch to its calls by their ids
    Source: References, JSON-RPC, section 6 - "based on the id member within each Object".
    Why: the run is the client.
