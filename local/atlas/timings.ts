/** Seconds of world time. Defaults are medians of recorded runs where there are any. */
export interface Timings {
  /** Endpoint service of AWS, INITIATING to AVAILABLE (recorded, as those of the other clouds). */
  readonly serviceSeconds: number;
  readonly azureServiceSeconds: number;
  readonly googleCloudServiceSeconds: number;
  /** Link, from POST until Atlas has searched for the endpoint in AWS. */
  readonly acceptanceSeconds: number;
  /** Link, from POST to AVAILABLE. */
  readonly linkSeconds: number;
  /** Links take up to this much longer, each its own part of it by its endpoint id. */
  readonly linkSpreadSeconds: number;
  /**
   * EC2 shows the endpoint as available this long before Atlas says AVAILABLE; it takes up to the spread longer, each its
   * own part. Nobody has recorded it.
   */
  readonly ec2LeadSeconds: number;
  readonly ec2LeadSpreadSeconds: number;
  /** From Atlas's acceptance in AWS until EC2 shows the endpoint as available; not recorded either. */
  readonly ec2PendingSeconds: number;
  /** DELETE to 404, links and services. */
  readonly deletionSeconds: number;
  /** Private connection strings of clusters, after AVAILABLE (reported: three to five minutes). */
  readonly connectionStringsSeconds: number;
  /** Clusters stay IDLE this long after a change of the regional mode (reported: between 3 and 30 s). */
  readonly clusterUpdateDelaySeconds: number;
  readonly clusterUpdateSeconds: number;
  /** A link's GET answers 404, or still the old status, this long after a write. */
  readonly staleReadSeconds: number;
  /** Life of a digest nonce. */
  readonly nonceSeconds: number;
}

export const DEFAULT_TIMINGS: Timings = {
  serviceSeconds: 168,
  azureServiceSeconds: 59,
  googleCloudServiceSeconds: 279,
  acceptanceSeconds: 20,
  linkSeconds: 90,
  linkSpreadSeconds: 0,
  ec2LeadSeconds: 0,
  ec2LeadSpreadSeconds: 0,
  ec2PendingSeconds: 15,
  deletionSeconds: 30,
  connectionStringsSeconds: 200,
  clusterUpdateDelaySeconds: 25,
  clusterUpdateSeconds: 240,
  staleReadSeconds: 0,
  nonceSeconds: 300,
};
