/** How the doctor reaches an EHR, and by which clock. */
export interface DoctorDeps {
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** How long one server may take to answer about itself. */
  readonly timeoutMs: number;
}
