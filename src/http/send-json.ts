import type { Response } from 'express';

/** Writes the answer in one go: one serialisation, no ETag (express's `json` costs both more). */
export function sendJson(response: Response, status: number, body: object): void {
  sendJsonBytes(response, status, Buffer.from(JSON.stringify(body)));
}

/** The same for a body serialised ahead, as it is the same for every call. */
export function sendJsonBytes(response: Response, status: number, bytes: Buffer): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.length,
  });
  response.end(bytes);
}
