import type { Response } from 'express';

/** Writes the answer in one go: one serialisation, no ETag (express's `json` costs both more). */
export function sendJson(response: Response, status: number, body: object): void {
  sendJsonText(response, status, JSON.stringify(body));
}

/** The same for a body serialised ahead, as it is the same for every call. */
export function sendJsonText(response: Response, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  // As a string it leaves in the same packet as the headers.
  response.end(text);
}
