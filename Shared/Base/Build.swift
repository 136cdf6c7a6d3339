/// Which Moat this is: what `/metrics`, `$SRV.INFO` and a backup's manifest say.
package enum Build {
    package static let version = "1.0.0"
}
