import { Duration } from 'aws-cdk-lib';
import { Metric as CloudWatchMetric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_DIMENSION, METRIC_NAMESPACE, type MetricName } from '../../lambda/contract/metrics.js';

/** A metric of one automation. Sum over five minutes unless `options` specify otherwise. */
export function linkMetric(
  serviceName: string,
  name: MetricName,
  options: MetricOptions = {},
): CloudWatchMetric {
  return new CloudWatchMetric({
    statistic: 'Sum',
    period: Duration.minutes(5),
    ...options,
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: { [METRIC_DIMENSION]: serviceName },
  });
}
