package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skep.deploy.plan.Plan;
import skep.deploy.plan.PlanJson;
import skep.deploy.release.RecordData;
import skep.deploy.verify.Probe;

/** What a release record holds besides the release, so that another bot can go on. */
record Undertaking(Plan plan, Map<String, ObjectNode> before, List<Probe> probes) {
  Undertaking {
    before = Map.copyOf(before);
    probes = List.copyOf(probes);
  }

  ObjectNode toJson() {
    ObjectNode node = RecordData.object();
    node.set("plan", RecordData.tree(PlanJson.write(plan)));
    ObjectNode specs = node.putObject("before");
    before.forEach(specs::set);
    probes.forEach(probe -> node.withArrayProperty("probes").add(ProbeJson.write(probe)));
    return node;
  }

  static Undertaking fromJson(ObjectNode node) {
    var before = new LinkedHashMap<String, ObjectNode>();
    node.path("before")
        .properties()
        .forEach(entry -> before.put(entry.getKey(), (ObjectNode) entry.getValue()));
    var probes = new ArrayList<Probe>();
    node.path("probes").forEach(probe -> probes.add(ProbeJson.read(probe)));
    return new Undertaking(PlanJson.read(RecordData.bytes(node.path("plan"))), before, probes);
  }
}
