"""IBM's client `resilient` works with the simulated Resilient.

`resilient.get_client` puts "https://" in front of every host. The tests use the
class behind it, `SimpleClient`, which takes a base URL as it is.
"""

import time

import resilient

from simulators import SimulatorsCase

KEY = ("3f6a1c1e-demo-key", "resilient-demo-secret")


class ResilientClient(SimulatorsCase):
    def client(self, org="Demo Organization"):
        return resilient.SimpleClient(
            org_name=org,
            base_url=self.addresses["resilient"],
            max_connection_retries=1,
            request_max_retries=1,
        )

    def connected(self):
        client = self.client()
        client.set_api_key(*KEY)
        return client

    def new_incident(self, client, **more):
        now = int(time.time() * 1000)
        body = {"name": "Phishing mail", "discovered_date": now, **more}
        return client.post("/incidents", body)

    def test_connects(self):
        client = self.connected()
        self.assertEqual(client.org_id, 201)
        self.assertTrue(client.get("")["actions_framework_enabled"])
        self.assertEqual(client.get_const()["max_attachment_mb"], 25)
        user = self.client()
        user.connect(*KEY)
        self.assertEqual(user.get("")["id"], 201)
        with self.assertRaises(Exception):
            self.client("Another organization").set_api_key(*KEY)

    def test_create_read_update_comment_search(self):
        client = self.connected()
        created = self.new_incident(
            client,
            severity_code={"id": 4},
            incident_type_ids=[{"id": 22}],
            properties={"case_connectors_mark": "case-1"},
        )
        uri = f"/incidents/{created['id']}"
        self.assertEqual(client.get(uri)["name"], "Phishing mail")

        patch = resilient.Patch(client.get(uri))
        patch.add_value("name", "Again")
        patch.add_value("severity_code", 6)
        patch.add_value("properties.case_connectors_mark", "case-2")
        self.assertTrue(client.patch(uri, patch).json()["success"])
        read = client.get(uri)
        self.assertEqual((read["name"], read["severity_code"]), ("Again", 6))

        text = {"format": "text", "content": "a < b"}
        client.post(f"{uri}/comments", {"text": text})
        comments = client.get(f"{uri}/comments")
        self.assertEqual([comment["text"] for comment in comments], ["a &lt; b"])

        condition = {
            "field_name": "properties.case_connectors_mark",
            "method": "equals",
            "value": "case-2",
        }
        query = {"filters": [{"conditions": [condition]}]}
        found = client.post("/incidents/query_paged?return_level=normal", query)
        self.assertEqual([it["id"] for it in found["data"]], [created["id"]])

    def test_conflicts_are_understood(self):
        client = self.connected()
        uri = f"/incidents/{self.new_incident(client)['id']}"
        stale = client.get(uri)
        patch = resilient.Patch(stale)
        patch.add_value("name", "First")
        client.patch(uri, patch)

        patch = resilient.Patch(stale)
        patch.add_value("name", "Second")
        with self.assertRaises(resilient.PatchConflictException):
            client.patch(uri, patch)
        self.assertEqual(client.get(uri)["name"], "First")
        client.patch(uri, patch, overwrite_conflict=True)
        self.assertEqual(client.get(uri)["name"], "Second")

    def test_refusals_are_understood(self):
        client = self.connected()
        with self.assertRaises(resilient.SimpleHTTPException) as refused:
            client.post("/incidents", {"name": "No date"})
        self.assertIn("discovered_date", refused.exception.response.json()["message"])

    def test_reads_the_fields_and_their_values(self):
        client = self.connected()
        fields = {field["name"]: field for field in client.cached_get("/types/incident/fields")}
        self.assertEqual(fields["name"]["required"], "always")
        self.assertEqual(fields["resolution_id"]["required"], "close")
        self.assertNotIn("required", fields["severity_code"])
        source = fields["detection_source"]
        self.assertEqual(source["prefix"], "properties")
        chosen = next(it["value"] for it in source["values"] if it["label"] == "Network")
        created = self.new_incident(client, properties={"detection_source": chosen})
        self.assertEqual(created["properties"]["detection_source"], chosen)
