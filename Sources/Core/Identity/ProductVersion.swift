/// The version of this product, the same for all its programs.
public enum ProductVersion {
    /// Major, minor, patch.
    public static let current = "0.1.0"
}
