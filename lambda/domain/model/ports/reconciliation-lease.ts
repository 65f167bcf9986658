/** Which execution of the reconciliation may work now. */
export interface ReconciliationLeasePort {
  /**
   * Takes the lease, or renews that of the same holder.
   *
   * @param until after this time, another holder may take it
   * @returns false if another holder has it
   */
  take(holder: string, now: Date, until: Date): Promise<boolean>;
  /** That of another holder stays. */
  release(holder: string): Promise<void>;
}
