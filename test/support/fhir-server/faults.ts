import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';

/** What goes wrong, per resource type, in place of or in the middle of a proper answer. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** After so many calls the server answers properly again. */
      readonly times?: number;
    }
  /** 200 with any body: an HTML page, truncated JSON, an OperationOutcome. */
  | { readonly kind: 'body'; readonly body: string; readonly contentType?: string }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Takes the call and never answers. */
  | { readonly kind: 'hang' }
  /** Sends half an answer, then nothing. */
  | { readonly kind: 'stall' }
  /** Sends half an answer, then closes the connection. */
  | { readonly kind: 'break-off' }
  /** Sends JSON without end. */
  | { readonly kind: 'flood' }
  /** Answers properly, late. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Answers properly, but names another next page. */
  | { readonly kind: 'next-link'; readonly url: string }
  /** Answers every page with the first one and a next link. */
  | { readonly kind: 'endless-next' };

const HALF_AN_ANSWER = '{"resourceType":"Bundle","type":"searchset","entry":[{"resource":';

/** Plays a fault. False if the proper answer is still to be given. */
export async function playFault(fault: Fault, response: Response): Promise<boolean> {
  switch (fault.kind) {
    case 'status':
      response
        .status(fault.status)
        .set(fault.headers ?? {})
        .end();
      return true;
    case 'body':
      response.type(fault.contentType ?? 'application/fhir+json').send(fault.body);
      return true;
    case 'redirect':
      response.redirect(307, fault.to);
      return true;
    case 'hang':
      return true;
    case 'stall':
      response.type('application/fhir+json').write(HALF_AN_ANSWER);
      return true;
    case 'break-off':
      response.type('application/fhir+json').write(HALF_AN_ANSWER, () => response.destroy());
      return true;
    case 'flood':
      flood(response);
      return true;
    case 'slow':
      await sleep(fault.ms, undefined, { ref: false });
      return false;
    case 'next-link':
    case 'endless-next':
      return false;
  }
}

function flood(response: Response): void {
  response.type('application/fhir+json').write(HALF_AN_ANSWER);
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(16_384)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}
