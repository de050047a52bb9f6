/**
 * Remembers which tokens were used. Keyed by issuer and `jti`, for two EHRs may choose the same id.
 * An implementation shared by all replicas must decide atomically.
 */
export interface ReplayStore {
  /** Takes the token as used. After `expiresAt` it is refused anyway and may be forgotten. */
  remember(issuer: string, jti: string, expiresAt: Date): Promise<'new' | 'seen'>;
}
