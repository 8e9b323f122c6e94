"""The checksums of an object's parts, which S3 tells of as long as the object is there.

The engine has them until an upload is completed, and then forgets them: GetObjectAttributes lists the parts without.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectPart.html
"""

from xml.etree.ElementTree import SubElement

from ministack.services import s3


def install():
    keep_them_when_an_upload_is_completed()
    tell_of_them()


def keep_them_when_an_upload_is_completed():
    engines = s3._complete_multipart_upload

    def complete(bucket_name, key, body, query_params, headers=None):
        upload = s3._multipart_uploads.get(s3._qp(query_params, "uploadId"))
        answer = engines(bucket_name, key, body, query_params, headers)
        completed = s3._ensure_bucket(bucket_name)["objects"].get(key) if upload and answer[0] == 200 else None
        # Another upload to the same key may have been completed since.
        if not completed or completed["etag"].strip('"').encode() not in answer[2]:
            return answer
        for part in completed.get("parts") or []:
            part["Checksums"] = upload["parts"].get(part["PartNumber"], {}).get("checksums") or {}
        return answer

    s3._complete_multipart_upload = complete


def tell_of_them():
    engines = s3._append_object_parts

    def append(root, record, headers):
        engines(root, record, headers)
        known = {str(part["PartNumber"]): part.get("Checksums", {}) for part in record.get("parts") or []}
        for part in root.iter("Part"):
            for algorithm, checksum in known[part.findtext("PartNumber")].items():
                SubElement(part, f"Checksum{algorithm}").text = checksum

    s3._append_object_parts = append
