/** As whom AWS is called, in services without an SDK client and with one. */
import type { AwsRegion } from '../contract/regions.js';

/** Credentials of a role. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** SDK clients ask again some minutes before; without it, they never do. */
  readonly expiration?: Date;
}

/** As whom, and in which Region, a service is called. */
export interface Caller {
  readonly region: AwsRegion;
  /** Called at each attempt. */
  credentials(): Promise<Credentials>;
  /**
   * Drops credentials that AWS no longer knows. Absent: there are no others.
   *
   * @param refused those of the call
   * @returns true if there are others
   */
  renew?(refused: Credentials): boolean;
}
