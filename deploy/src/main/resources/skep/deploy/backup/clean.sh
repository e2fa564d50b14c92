# clean FOLDER: nothing of what was restored there stays.
rm -rf "$1"
status=$?
echo "skep:end $status"
exit $status
