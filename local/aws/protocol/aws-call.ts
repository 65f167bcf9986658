/** Scope of a signature: `Credential=<key>/<date>/<region>/<service>/aws4_request`. */
export interface CredentialScope {
  readonly region: string;
  readonly service: string;
}

/** A call of an AWS API, as an SDK sends it. */
export interface AwsCall extends Partial<CredentialScope> {
  /** IAM action, such as `ec2:DescribeVpcEndpoints` or `states:StartExecution`. */
  readonly action: string;
  /** Id of the call, which is in its response and in CloudTrail's record of it. */
  readonly requestId: string;
  readonly accessKeyId: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface AwsResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}
