/** A call of an AWS API, as an SDK sends it. */
export interface AwsCall {
  /** IAM action, such as `ec2:DescribeVpcEndpoints` or `states:StartExecution`. */
  readonly action: string;
  readonly accessKeyId: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface AwsResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}
