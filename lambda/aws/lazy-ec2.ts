/**
 * The EC2 client costs about 60 ms more to load than the rest of the bundle, so it is a chunk of its own, loaded
 * when EC2 is first asked: most looks at a link never do.
 */
async function loadEc2() {
  const sdk = await import('./ec2-client.js');
  return { sdk, client: new sdk.EC2Client({}) };
}

export type LazyEc2 = () => ReturnType<typeof loadEc2>;

export function lazyEc2(): LazyEc2 {
  let loading: ReturnType<typeof loadEc2> | undefined;
  return () => {
    loading ??= loadEc2();
    return loading;
  };
}
