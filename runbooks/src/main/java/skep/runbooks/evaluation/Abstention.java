package skep.runbooks.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * How well the best score tells questions the runbooks answer from those they do not.
 *
 * @param answerable best scores of those they answer
 * @param unanswerable best scores of those they do not
 */
record Abstention(List<Double> answerable, List<Double> unanswerable) {
  private static final int SPLITS = 200;

  Abstention {
    answerable = List.copyOf(answerable);
    unanswerable = List.copyOf(unanswerable);
  }

  /** The chance that an answerable one scores higher than one that is not; ties are half. */
  double auroc() {
    double wins = 0;
    for (double yes : answerable) {
      for (double no : unanswerable) {
        wins += yes > no ? 1 : yes == no ? 0.5 : 0;
      }
    }
    return wins / (answerable.size() * (double) unanswerable.size());
  }

  /**
   * Saying "not in the runbooks" below this score.
   *
   * @param precision of those it is said of, the share they do not answer; 1 where it is said of
   *     none
   * @param recall of those they do not answer, the share it is said of
   * @param falsely of those they answer, the share it is said of
   */
  record At(double threshold, double precision, double recall, double falsely) {
    /** The mean of both shares that are right, whatever the numbers of questions. */
    double balanced() {
      return (recall + 1 - falsely) / 2;
    }
  }

  At at(double threshold) {
    double right = unanswerable.stream().filter(score -> score < threshold).count();
    double wrong = answerable.stream().filter(score -> score < threshold).count();
    return new At(
        threshold,
        right + wrong == 0 ? 1 : right / (right + wrong),
        right / unanswerable.size(),
        wrong / answerable.size());
  }

  /**
   * The threshold that tells them apart best; in the middle between two scores, and of several the
   * middle one.
   */
  At best() {
    List<Double> scores =
        DoubleStream.concat(
                answerable.stream().mapToDouble(score -> score),
                unanswerable.stream().mapToDouble(score -> score))
            .sorted()
            .distinct()
            .boxed()
            .toList();
    List<At> all = new ArrayList<>();
    for (int i = 1; i < scores.size(); i++) {
      all.add(at((scores.get(i - 1) + scores.get(i)) / 2));
    }
    double best = all.stream().mapToDouble(At::balanced).max().orElse(0);
    List<At> equal = all.stream().filter(one -> one.balanced() == best).toList();
    return equal.isEmpty() ? at(0) : equal.get(equal.size() / 2);
  }

  /**
   * Thresholds found on one half of the questions and judged on the other, again and again: what to
   * expect of questions nobody has seen.
   *
   * @param seed the same seed, the same splits
   */
  List<At> heldOut(long seed) {
    Random random = new Random(seed);
    List<At> judged = new ArrayList<>();
    for (int i = 0; i < SPLITS; i++) {
      List<Double> yes = shuffled(answerable, random);
      List<Double> no = shuffled(unanswerable, random);
      Abstention seen = new Abstention(half(yes, true), half(no, true));
      Abstention unseen = new Abstention(half(yes, false), half(no, false));
      judged.add(unseen.at(seen.best().threshold()));
    }
    return judged;
  }

  private static List<Double> shuffled(List<Double> scores, Random random) {
    List<Double> shuffled = new ArrayList<>(scores);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static List<Double> half(List<Double> scores, boolean first) {
    int middle = scores.size() / 2;
    return first ? scores.subList(0, middle) : scores.subList(middle, scores.size());
  }
}
