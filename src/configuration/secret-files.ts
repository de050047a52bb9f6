import { OperatorError } from './operator-error.js';

/** Settings that are secrets: they may stand in a file instead, as Docker and Kubernetes mount them. */
const SECRETS = ['DATABASE_URL', 'REPORT_TOKEN'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with each secret read from the file that `<NAME>_FILE` names: what stands in the
 * environment itself is shown by `docker inspect`, crash reports and every child process.
 */
export function withSecretFiles(env: Environment, readFile: (path: string) => string): Environment {
  const read = SECRETS.flatMap((name) => {
    const path = env[`${name}_FILE`];
    if (path === undefined) return [];
    if (env[name] !== undefined)
      throw new OperatorError(`${name} and ${name}_FILE are both set: leave one out`);
    return [[name, secretIn(path, name, readFile)] as const];
  });
  return { ...env, ...Object.fromEntries(read) };
}

function secretIn(path: string, name: string, readFile: (path: string) => string): string {
  try {
    return readFile(path).trim();
  } catch {
    throw new OperatorError(`${name}_FILE must name a file that can be read; ${path} cannot`);
  }
}
