package skep.deploy.backup;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import skep.deploy.bucket.BucketSettings;
import skep.deploy.bucket.Finding;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.bucket.Requests;
import skep.deploy.bucket.StoredObject;
import skep.deploy.bucket.UnfinishedUpload;

/** Objects whose storage has rules. The server of the tests knows none. */
record RuledObjects(RepositoryObjects objects, List<Finding> findings)
    implements RepositoryObjects {
  @Override
  public void list(String prefix, Consumer<StoredObject> each) {
    objects.list(prefix, each);
  }

  @Override
  public Optional<StoredObject> find(String key) {
    return objects.find(key);
  }

  @Override
  public Optional<byte[]> read(String key) {
    return objects.read(key);
  }

  @Override
  public void put(String key, byte[] content) {
    objects.put(key, content);
  }

  @Override
  public void delete(String key) {
    objects.delete(key);
  }

  @Override
  public List<UnfinishedUpload> unfinished() {
    return objects.unfinished();
  }

  @Override
  public void abort(UnfinishedUpload upload) {
    objects.abort(upload);
  }

  @Override
  public BucketSettings settings() {
    return objects.settings();
  }

  @Override
  public Requests requests() {
    return objects.requests();
  }

  @Override
  public void close() {
    objects.close();
  }
}
