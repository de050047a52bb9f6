/** What a body turned out to be. `bytes` counts towards the cap of its prefetch key. */
export type BodyReading =
  | { readonly state: 'json'; readonly json: unknown; readonly bytes: number }
  | { readonly state: 'too-large' }
  | { readonly state: 'not-json' };

/**
 * Reads a JSON body and stops at `maxBytes` of decompressed content, so that neither an
 * endless body nor a compressed bomb fills the memory. A connection lost half-way throws.
 */
export async function readJsonBody(response: Response, maxBytes: number): Promise<BodyReading> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream, and with it the transfer.
    if (bytes > maxBytes) return { state: 'too-large' };
    chunks.push(chunk);
  }
  try {
    // TextDecoder drops a byte order mark, which some servers send and JSON.parse refuses.
    return { state: 'json', json: JSON.parse(new TextDecoder().decode(Buffer.concat(chunks))), bytes };
  } catch {
    return { state: 'not-json' };
  }
}
