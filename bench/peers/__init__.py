"""The peers: what is pinned here is installed into ``bench/.peers``, outside of the package."""
