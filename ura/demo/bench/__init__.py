"""What `./run bench` measures. Each figure stands beside its floor: the bare SQL or the bare parse."""
