package skep.runbooks.evaluation;

import java.util.List;

/**
 * Figures over queries that have relevant pages: means over the queries, from 0 to 1.
 *
 * @param recall1 the share of relevant pages that are first; likewise among the first 3 and 5
 * @param mrr one divided by the rank of the first relevant page, within 10
 * @param ndcg discounted gain within 10, as a share of the best there could be; relevant is 1
 */
record Quality(double recall1, double recall3, double recall5, double mrr, double ndcg) {
  private static final int DEPTH = 10;

  static Quality of(List<Query> queries, Run run) {
    return new Quality(
        mean(queries, query -> recall(query, run, 1)),
        mean(queries, query -> recall(query, run, 3)),
        mean(queries, query -> recall(query, run, 5)),
        mean(queries, query -> reciprocalRank(query, run)),
        mean(queries, query -> ndcg(query, run)));
  }

  private interface Figure {
    double of(Query query);
  }

  private static double mean(List<Query> queries, Figure figure) {
    return queries.stream().mapToDouble(figure::of).average().orElse(Double.NaN);
  }

  private static List<Boolean> hits(Query query, Run run, int depth) {
    return run.paths(query).stream().limit(depth).map(query.relevant()::contains).toList();
  }

  private static double recall(Query query, Run run, int depth) {
    long found = hits(query, run, depth).stream().filter(hit -> hit).count();
    return (double) found / Math.min(depth, query.relevant().size());
  }

  private static double reciprocalRank(Query query, Run run) {
    int at = hits(query, run, DEPTH).indexOf(true);
    return at < 0 ? 0 : 1.0 / (at + 1);
  }

  private static double ndcg(Query query, Run run) {
    List<Boolean> hits = hits(query, run, DEPTH);
    double gain = 0;
    for (int i = 0; i < hits.size(); i++) {
      gain += hits.get(i) ? discount(i) : 0;
    }
    double best = 0;
    for (int i = 0; i < Math.min(DEPTH, query.relevant().size()); i++) {
      best += discount(i);
    }
    return gain / best;
  }

  private static double discount(int at) {
    return Math.log(2) / Math.log(at + 2);
  }
}
