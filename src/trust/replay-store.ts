/**
 * Remembers which tokens were used. Keyed by issuer and `jti`, for two EHRs may choose the same id.
 * An implementation shared by all replicas must decide atomically.
 */
export interface ReplayStore {
  /** `expiresAt` in milliseconds since 1970; after it the token is refused anyway. */
  remember(issuer: string, jti: string, expiresAt: number): Promise<'new' | 'seen'>;
}
