import type { Config } from '../config.js';
import type { CdsResponse } from '../request/hook-response.js';
import { assertValidResponse } from '../request/response-schema.js';
import type { Logger } from './logger.js';

/**
 * Checks every answer against the standard outside production. A test fails on an
 * invalid one; a running service logs it loudly and sends it all the same, as a card
 * with a flaw warns and an error page does not.
 */
export function responseCheck(
  nodeEnv: Config['nodeEnv'],
  log: Logger,
): (response: CdsResponse, requestId: string) => void {
  switch (nodeEnv) {
    case 'production':
      return () => {};
    case 'test':
      return assertValidResponse;
    case 'development':
      return (response, requestId) => {
        try {
          assertValidResponse(response);
        } catch (error) {
          log.error({ requestId, faults: String(error) }, 'the answer breaks the standard');
        }
      };
  }
}
