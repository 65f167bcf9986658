/** Durations in seconds of world time. The defaults are medians of recordings if there are any. */
export interface Timings {
  /** Time for which an endpoint service on AWS is INITIATING (recorded, as for the other cloud providers). */
  readonly serviceSeconds: number;
  readonly azureServiceSeconds: number;
  readonly googleCloudServiceSeconds: number;
  /**
   * Time for which a service is INITIATING again after its supported remote Regions have changed. Clients wait for it;
   * its length is not recorded.
   */
  readonly remoteRegionsSeconds: number;
  /** Time from a link's POST until Atlas searches for the endpoint in AWS. */
  readonly acceptanceSeconds: number;
  /** Time from a link's POST to AVAILABLE. */
  readonly linkSeconds: number;
  /** Maximum additional time of a link. Each link has its own share of it, which depends on its endpoint id. */
  readonly linkSpreadSeconds: number;
  /**
   * Time between EC2's `available` and Atlas's AVAILABLE. Each link has an additional share of the spread. Not
   * recorded.
   */
  readonly ec2LeadSeconds: number;
  readonly ec2LeadSpreadSeconds: number;
  /** Time from Atlas's acceptance in AWS until EC2 shows the endpoint as available. Not recorded. */
  readonly ec2PendingSeconds: number;
  /** Time from a DELETE to 404, for links and services. */
  readonly deletionSeconds: number;
  /** Time from AVAILABLE until the clusters have private connection strings (reported: three to five minutes). */
  readonly connectionStringsSeconds: number;
  /** Time for which clusters stay IDLE after a change of the regional mode (reported: 3 to 30 s). */
  readonly clusterUpdateDelaySeconds: number;
  readonly clusterUpdateSeconds: number;
  /** Time after a write for which a link's GET responds with 404 or with the previous status. */
  readonly staleReadSeconds: number;
  /**
   * Time from the registration of a Data Federation endpoint to OK. Recorded as OK at once, for an endpoint that did not
   * exist; Terraform waits up to 600 s.
   */
  readonly registrationSeconds: number;
  /** Time from the DELETE of such a registration to 404. Not recorded. */
  readonly registrationDeletionSeconds: number;
  /** Time for which a digest nonce is valid. */
  readonly nonceSeconds: number;
}

export const DEFAULT_TIMINGS: Timings = {
  serviceSeconds: 168,
  azureServiceSeconds: 59,
  googleCloudServiceSeconds: 279,
  remoteRegionsSeconds: 60,
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
  registrationSeconds: 0,
  registrationDeletionSeconds: 5,
  nonceSeconds: 300,
};
