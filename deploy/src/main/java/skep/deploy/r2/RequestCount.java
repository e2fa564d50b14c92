package skep.deploy.r2;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import skep.deploy.bucket.Requests;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts every attempt of every operation, and the bytes both ways. */
final class RequestCount implements ExecutionInterceptor {
  /** Whatever else only reads is of class B (R2's page "Pricing"). */
  private static final Set<String> CLASS_A =
      Set.of("ListObjectsV2", "ListMultipartUploads", "ListParts", "PutObject");

  private static final Set<String> FREE = Set.of("DeleteObject", "AbortMultipartUpload");

  private final LongAdder classA = new LongAdder();
  private final LongAdder classB = new LongAdder();
  private final LongAdder free = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();

  Requests soFar() {
    return new Requests(classA.sum(), classB.sum(), free.sum(), received.sum(), sent.sum());
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission request, ExecutionAttributes about) {
    String operation = about.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    (CLASS_A.contains(operation) ? classA : FREE.contains(operation) ? free : classB).increment();
    request
        .requestBody()
        .flatMap(body -> body.optionalContentLength())
        .ifPresent(length -> sent.add(length));
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse response, ExecutionAttributes about) {
    return response.responseBody().map(Counted::new);
  }

  private final class Counted extends FilterInputStream {
    Counted(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) {
        received.increment();
      }
      return one;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int count = super.read(into, from, most);
      if (count > 0) {
        received.add(count);
      }
      return count;
    }
  }
}
