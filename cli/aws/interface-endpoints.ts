import { allPages } from '../../lambda/aws/all-pages.js';
import { toVpcEndpoint } from '../../lambda/aws/ec2-vpc-endpoints.js';
import type { LazyEc2 } from '../../lambda/aws/lazy-ec2.js';
import { EC2_SMALLEST_PAGE } from '../../lambda/contract/limits.js';
import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';

/** Interface endpoints for any service. */
export class InterfaceEndpoints {
  constructor(private readonly ec2: LazyEc2) {}

  async list(): Promise<VpcEndpoint[]> {
    const { sdk, client } = await this.ec2();
    const Filters = [{ Name: 'vpc-endpoint-type', Values: ['Interface'] }];
    const found = await allPages(async (NextToken) => {
      const response = await client.send(new sdk.DescribeVpcEndpointsCommand({ Filters, NextToken }));
      return { items: response.VpcEndpoints, nextToken: response.NextToken };
    });
    return found.map((one) => toVpcEndpoint(one, one.VpcEndpointId ?? ''));
  }

  /**
   * Whether endpoints can be read at all, with one small request.
   *
   * @throws errors of EC2, MemberNotEnteredError
   */
  async requireReadable(): Promise<void> {
    const { sdk, client } = await this.ec2();
    await client.send(new sdk.DescribeVpcEndpointsCommand({ MaxResults: EC2_SMALLEST_PAGE }));
  }
}
